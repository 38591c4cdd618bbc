import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {FixConsent} from '../../../../src/domain/repair.js'
import type {SlotFacts} from '../../../../src/planning/fix/facts.js'
import {decide, type Remedy} from '../../../../src/planning/fix/rules.js'
import type {Standing, World} from '../../../../src/planning/fix/world.js'

const [S, T, U, LOST, AWAY, GONE, R] = ['s', 't', 'u', 'l', 'a', 'g', 'r'].map((name) => name.repeat(40)) as [
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
]
const PRIMARIES = [S, T, U]
const NONE: FixConsent = {withoutLostPrimaries: false, loseData: false}
const ALL: FixConsent = {withoutLostPrimaries: true, loseData: true}

function world(replicas: Partial<Record<NodeId, NodeId>> = {}): World {
  const standings: Record<string, Standing> = {
    [LOST]: 'lost',
    [AWAY]: 'away',
    [R]: 'replica',
    [GONE]: 'unknown',
  }
  return {
    standingOf: (id) => standings[id] ?? 'primary',
    epochOf: (id) => PRIMARIES.indexOf(id) + 1,
    bestReplicaOf: (id) => replicas[id],
  }
}

const HEALTHY: SlotFacts = {
  slot: 5,
  owners: [S],
  named: S,
  migrating: new Map(),
  importing: new Map(),
  keys: new Map([[S, 3]]),
  intent: undefined,
  disputed: false,
}

describe('[U] rules of fix', () => {
  it('leave a healthy slot alone', () => {
    expect(decide(HEALTHY, world(), NONE)).to.equal(undefined)
  })

  it('mend every combination of owners, marks, keys and intents without losing a key', () => {
    let count = 0
    for (const facts of combinations()) {
      count++
      expectMended(facts)
    }
    expect(count).to.be.above(8000)
  })

  it('give the direction of a half-done move by journal, then marks, and never by how many keys there are', () => {
    const open = {...HEALTHY, migrating: new Map([[S, T]]), importing: new Map([[T, S]])}
    const path = (keys: [NodeId, number][], more: Partial<SlotFacts> = {}) =>
      decide({...open, keys: new Map(keys), ...more}, world(), NONE)?.path
    expect(
      path([
        [S, 100],
        [T, 1],
      ]),
    ).to.deep.equal([S, T])
    expect(
      path([
        [S, 1],
        [T, 100],
      ]),
    ).to.deep.equal([S, T])
    expect(path([[S, 5]])).to.equal(undefined)
    expect(path([])).to.equal(undefined)
    expect(path([[S, 5]], {intent: {source: S, target: T, ranges: []}})).to.deep.equal([S, T])
    expect(path([[S, 5]], {intent: {source: S, target: U, ranges: []}})).to.equal(undefined)
  })

  it('end where the owner or the journal points when several took keys, and move few keys first', () => {
    const several = {
      ...HEALTHY,
      migrating: new Map([[S, T]]),
      importing: new Map([
        [T, S],
        [U, S],
      ]),
      keys: new Map([
        [S, 9],
        [T, 1],
        [U, 7],
      ]),
    }
    expect(decide(several, world(), NONE)?.path).to.deep.equal([S, U, T])
    const meant = {...several, intent: {source: S, target: U, ranges: []}}
    expect(decide(meant, world(), NONE)?.path).to.deep.equal([S, T, U])
  })

  it('bring a replica to power before slots of a dead primary are given away', () => {
    const unowned = {...HEALTHY, owners: [], named: LOST, keys: new Map<NodeId, number>()}
    expect(decide(unowned, world({[LOST]: R}), ALL)).to.deep.equal({
      rule: 'owner-lost-replica-left',
      revive: R,
    })
    expect(decide(unowned, world(), NONE)).to.deep.equal({rule: 'owner-lost', blocked: {about: LOST}})
    expect(decide(unowned, world(), ALL)).to.include({rule: 'owner-lost', claim: 'spread'})
  })

  it('touch nothing of a node that only this tool cannot reach', () => {
    const unowned = {...HEALTHY, owners: [], named: AWAY, keys: new Map([[T, 2]])}
    expect(decide(unowned, world(), ALL)).to.deep.equal({rule: 'owner-away', blocked: {about: AWAY}})
    const open = {...HEALTHY, migrating: new Map([[S, AWAY]])}
    expect(decide(open, world(), ALL)).to.deep.equal({rule: 'mark-to-lost-node', blocked: {about: AWAY}})
  })

  it('do not close a slot whose keys may be with a dead node, unless that is wanted', () => {
    const open = {...HEALTHY, migrating: new Map([[S, LOST]])}
    expect(decide(open, world(), NONE)).to.deep.equal({rule: 'mark-to-lost-node', blocked: {about: LOST}})
    expect(decide(open, world({[LOST]: R}), NONE)).to.deep.equal({rule: 'mark-to-lost-node', revive: R})
    expect(decide(open, world(), ALL)).to.deep.equal({rule: 'close-move', close: [S]})
    expect(decide({...open, migrating: new Map([[S, GONE]])}, world(), NONE)).to.deep.equal({
      rule: 'close-move',
      close: [S],
    })
    const heir = {
      ...open,
      keys: new Map([
        [S, 2],
        [U, 1],
      ]),
    }
    expect(decide(heir, world(), NONE))
      .to.include({rule: 'finish-move'})
      .and.to.deep.include({path: [S, U]})
  })
})

function* combinations(): Generator<SlotFacts> {
  for (const owners of [[], [S], [T], [S, T]])
    for (const named of [undefined, S, U])
      for (const to of [undefined, T, U, GONE])
        for (const from of [undefined, S, U, GONE])
          for (const second of [false, true])
            for (const holders of subsets(PRIMARIES))
              for (const intent of [undefined, {source: S, target: T, ranges: []}])
                for (const disputed of [false, true]) {
                  const importing = new Map<NodeId, NodeId>()
                  if (from && !owners.includes(T)) importing.set(T, from)
                  if (second) importing.set(U, S)
                  yield {
                    slot: 5,
                    owners,
                    named: owners.length === 1 ? owners[0] : named,
                    migrating: to ? new Map([[S, to]]) : new Map(),
                    importing,
                    keys: new Map(holders.map((id, at) => [id, at + 1])),
                    intent,
                    disputed,
                  }
                }
}

function subsets(nodes: readonly NodeId[]): NodeId[][] {
  return nodes.reduce<NodeId[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]])
}

/** Another look may find what the first remedy brought to light; three are enough. */
function expectMended(start: SlotFacts): void {
  const total = sum(start.keys)
  let facts = start
  for (let round = 0; round < 3; round++) {
    const remedy = decide(facts, world(), NONE)
    if (!remedy) break
    const told = JSON.stringify([start, [...start.migrating], [...start.importing], [...start.keys], remedy])
    expect(remedy.blocked, told).to.equal(undefined)
    for (const id of remedy.close ?? []) {
      expect(
        facts.owners.includes(id) || !facts.keys.has(id),
        `closes a slot over its keys: ${told}`,
      ).to.equal(true)
    }
    facts = after(facts, remedy)
    expect(sum(facts.keys), told).to.equal(total)
  }
  const told = JSON.stringify([start, [...start.migrating], [...start.importing], [...start.keys], facts])
  expect(facts.owners, told).to.have.length(1)
  expect(facts.migrating.size + facts.importing.size, told).to.equal(0)
  expect(
    [...facts.keys.keys()].filter((id) => id !== facts.owners[0]),
    told,
  ).to.deep.equal([])
  expect(decide(facts, world(), NONE), told).to.equal(undefined)
}

function sum(keys: ReadonlyMap<NodeId, number>): number {
  return [...keys.values()].reduce((all, one) => all + one, 0)
}

/** What servers make of a remedy. */
function after(facts: SlotFacts, remedy: Remedy): SlotFacts {
  const keys = new Map(facts.keys)
  const migrating = new Map(facts.migrating)
  const importing = new Map(facts.importing)
  let [...owners] = facts.owners
  const send = (from: NodeId, to: NodeId) => {
    const sent = keys.get(from) ?? 0
    keys.delete(from)
    if (sent > 0) keys.set(to, (keys.get(to) ?? 0) + sent)
  }
  const clear = (id: NodeId) => (migrating.delete(id), importing.delete(id))
  for (const id of remedy.close ?? []) clear(id)
  const claim = remedy.claim === 'spread' ? U : remedy.claim
  for (const id of remedy.giveUp ?? []) if (claim) send(id, claim)
  if (claim) {
    owners = [claim]
    importing.delete(claim)
    // SETSLOT NODE leaves the mark of a slot on its way out when there are keys.
    if (!keys.has(claim)) migrating.delete(claim)
  }
  const path = remedy.path ?? []
  path.slice(1).forEach((to, at) => {
    const from = path[at]
    if (!from) return
    expect(owners, 'a path starts at the owner').to.deep.equal([from])
    send(from, to)
    clear(from)
    clear(to)
    owners = [to]
  })
  const [owner] = owners
  for (const id of remedy.adopt ?? []) {
    if (owner) send(id, owner)
    clear(id)
  }
  const disputed = facts.disputed && claim === undefined && path.length < 2
  return {...facts, owners, named: owner, migrating, importing, keys, disputed}
}
