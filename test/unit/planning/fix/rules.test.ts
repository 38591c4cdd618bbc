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

function world(replicas: Partial<Record<NodeId, NodeId>> = {}, deletes = false): World {
  const standings: Record<string, Standing> = {
    [LOST]: 'lost',
    [AWAY]: 'away',
    [R]: 'replica',
    [GONE]: 'unknown',
  }
  return {
    standingOf: (id) => standings[id] ?? 'primary',
    epochOf: (id) => PRIMARIES.indexOf(id) + 1,
    deletesWithMark: () => deletes,
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
      expectMended(facts, false)
      expectMended(facts, true)
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

type Choice = Pick<SlotFacts, 'owners' | 'named' | 'keys' | 'intent' | 'disputed' | 'migrating' | 'importing'>

function combinations(): SlotFacts[] {
  const marks = product([undefined, T, U, GONE], [undefined, S, U, GONE], [false, true])
  const rest = product(subsets(PRIMARIES), [undefined, {source: S, target: T, ranges: []}], [false, true])
  return product([[], [S], [T], [S, T]], [undefined, S, U], marks).flatMap(
    ([owners, named, [to, from, second]]) =>
      rest.map(([holders, intent, disputed]): SlotFacts => {
        const choice: Choice = {
          owners,
          named: owners.length === 1 ? owners[0] : named,
          migrating: to ? new Map([[S, to]]) : new Map<NodeId, NodeId>(),
          importing: new Map([
            ...(from && !owners.includes(T) ? [[T, from] as const] : []),
            ...(second ? [[U, S] as const] : []),
          ]),
          keys: new Map(holders.map((id, at) => [id, at + 1])),
          intent,
          disputed,
        }
        return {slot: 5, ...choice}
      }),
  )
}

function product<A, B, C>(as: readonly A[], bs: readonly B[], cs: readonly C[]): [A, B, C][] {
  return as.flatMap((a) => bs.flatMap((b) => cs.map((c): [A, B, C] => [a, b, c])))
}

function subsets(nodes: readonly NodeId[]): NodeId[][] {
  return nodes.reduce<NodeId[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]])
}

/** Another look may find what the first remedy brought to light; three are enough. */
function expectMended(start: SlotFacts, deletes: boolean): void {
  const servers = world({}, deletes)
  const total = sum(start.keys)
  let facts = start
  let remedy = decide(facts, servers, NONE)
  for (let round = 0; round < 3 && remedy; round++) {
    const {close = []} = remedy
    const overKeys = close.filter((id) => !facts.owners.includes(id) && facts.keys.has(id))
    ensure(!remedy.blocked && (!deletes || overKeys.length === 0), start, remedy)
    facts = after(facts, remedy)
    ensure(sum(facts.keys) === total, start, remedy)
    remedy = decide(facts, servers, NONE)
  }
  const strays = [...facts.keys.keys()].filter((id) => id !== facts.owners[0])
  const isClean =
    facts.owners.length === 1 && facts.migrating.size + facts.importing.size + strays.length === 0
  ensure(isClean && remedy === undefined, start, remedy)
}

function ensure(
  isWell: boolean,
  {migrating, importing, keys, ...facts}: SlotFacts,
  remedy: Remedy | undefined,
): void {
  if (isWell) return
  const maps = {migrating: [...migrating], importing: [...importing], keys: [...keys]}
  throw new Error(`not mended: ${JSON.stringify({...facts, ...maps, remedy})}`)
}

function sum(keys: ReadonlyMap<NodeId, number>): number {
  return [...keys.values()].reduce((all, one) => all + one, 0)
}

/** What servers make of a remedy. */
function after(facts: SlotFacts, {close = [], claim, giveUp = [], path = [], adopt = []}: Remedy): SlotFacts {
  const slot = new SlotModel(facts)
  for (const id of close) slot.clear(id)
  if (claim) slot.claim(claim === 'spread' ? U : claim, giveUp)
  slot.follow(path)
  slot.adopt(adopt)
  const {owners, keys, migrating, importing} = slot
  const disputed = facts.disputed && claim === undefined && path.length < 2
  return {...facts, owners, keys, migrating, importing, named: owners[0], disputed}
}

class SlotModel {
  owners: NodeId[]
  readonly keys: Map<NodeId, number>
  readonly migrating: Map<NodeId, NodeId>
  readonly importing: Map<NodeId, NodeId>

  constructor({owners, keys, migrating, importing}: SlotFacts) {
    this.owners = [...owners]
    this.keys = new Map(keys)
    this.migrating = new Map(migrating)
    this.importing = new Map(importing)
  }

  clear(id: NodeId): void {
    this.migrating.delete(id)
    this.importing.delete(id)
  }

  claim(id: NodeId, others: readonly NodeId[]): void {
    for (const other of others) this.send(other, id)
    this.owners = [id]
    this.importing.delete(id)
    // SETSLOT NODE leaves the mark of a slot on its way out when there are keys.
    if (!this.keys.has(id)) this.migrating.delete(id)
  }

  follow(path: readonly NodeId[]): void {
    path.slice(1).forEach((to, at) => {
      const [from] = path.slice(at)
      if (from === undefined || this.owners.join() !== from) throw new Error('a path starts at the owner')
      this.send(from, to)
      this.clear(from)
      this.clear(to)
      this.owners = [to]
    })
  }

  adopt(holders: readonly NodeId[]): void {
    const [owner] = this.owners
    for (const id of holders) {
      if (owner) this.send(id, owner)
      this.clear(id)
    }
  }

  private send(from: NodeId, to: NodeId): void {
    const sent = this.keys.get(from) ?? 0
    this.keys.delete(from)
    if (sent > 0) this.keys.set(to, (this.keys.get(to) ?? 0) + sent)
  }
}
