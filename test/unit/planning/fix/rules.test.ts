import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import type {FixConsent} from '../../../../src/domain/repair.js'
import type {SlotFacts} from '../../../../src/planning/fix/facts.js'
import {decide, type Remedy} from '../../../../src/planning/fix/rules.js'
import {combinations, GONE} from '../../../support/slot-combinations.js'
import {afterRemedy, type Scene} from '../../../support/slot-model.js'
import {AWAY, HEALTHY, type Kind, KINDS, LOST, R, S, T, U, world} from './rules-world.js'

const NONE: FixConsent = {withoutLostPrimaries: false, loseData: false}
const ALL: FixConsent = {withoutLostPrimaries: true, loseData: true}

describe('[U] rules of fix', () => {
  it('leave a healthy slot alone', () => {
    expect(decide(HEALTHY, world(), NONE)).to.equal(undefined)
  })

  it('repair every combination of owners, marks, keys and intents without losing a key', function () {
    this.timeout(20_000)
    let count = 0
    for (const facts of combinations()) {
      count++
      for (const kind of KINDS) expectRepaired(facts, kind)
    }
    expect(count).to.be.above(8000)
  })

  it('keep every copy of a key whose copies differ, in every combination', function () {
    this.timeout(20_000)
    for (const facts of combinations()) {
      for (const kind of KINDS) expectKept(facts, kind)
    }
  })

  it('take the direction of an interrupted move from the journal, then from marks, and never from numbers of keys', () => {
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

  it('move the slot where clients are redirected, or where the journal says, and compare the keys of others with it', () => {
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
    const toT = {rule: 'finish-move', path: [S, T], adopt: [U]}
    expect(decide(several, world(), NONE)).to.deep.include(toT)
    const meant = {...several, intent: {source: S, target: U, ranges: []}}
    expect(decide(meant, world(), NONE)).to.deep.include(toT)
    const without = new Map([
      [S, 9],
      [U, 7],
    ])
    expect(decide({...meant, keys: without}, world(), NONE)).to.deep.include({path: [S, U]})
  })

  it('keep the mark on a node while it moves its keys to the owner', () => {
    const importing = {
      ...HEALTHY,
      importing: new Map([[T, S]]),
      keys: new Map([[T, 1]]),
    }
    for (const kind of KINDS)
      expect(decide(importing, world({}, kind), NONE), kind).to.deep.equal({rule: 'orphan-keys', adopt: [T]})
    const marked = {...importing, migrating: new Map([[S, U]])}
    for (const kind of KINDS)
      expect(decide(marked, world({}, kind), NONE), kind).to.deep.include({rule: 'finish-move', path: [S, T]})
    const elsewhere = {...importing, importing: new Map([[T, U]])}
    const closed = {rule: 'close-move', close: [T], adopt: [T]}
    expect(decide(elsewhere, world(), NONE)).to.deep.equal({rule: 'orphan-keys', adopt: [T]})
    expect(decide(elsewhere, world({}, 'takes'), NONE)).to.deep.equal(closed)
  })

  it('make one of several holders of keys the owner of a slot without one, and move the other keys to it', () => {
    const unowned = {...HEALTHY, owners: [], named: undefined}
    const claim = (keys: [NodeId, number][], more: Partial<SlotFacts> = {}) =>
      decide({...unowned, keys: new Map(keys), ...more}, world(), NONE)
    const both: [NodeId, number][] = [
      [S, 5],
      [T, 1],
    ]
    expect(claim(both)).to.deep.include({claim: S, adopt: [T]})
    expect(claim(both, {importing: new Map([[T, S]])})).to.deep.include({claim: T, adopt: [S]})
    const meant = {importing: new Map([[T, S]]), intent: {source: T, target: S, ranges: []}}
    expect(claim(both, meant)).to.deep.include({claim: S, adopt: [T]})
    expect(claim(both, {...meant, migrating: new Map([[S, T]])})).to.deep.include({claim: T, adopt: [S]})
  })

  it('let a replica take over before slots of a dead primary are given away', () => {
    const unowned = {...HEALTHY, owners: [], named: LOST, keys: new Map<NodeId, number>()}
    expect(decide(unowned, world({[LOST]: R}), ALL)).to.deep.equal({
      rule: 'owner-lost-replica-left',
      revive: R,
    })
    expect(decide(unowned, world(), NONE)).to.deep.equal({rule: 'owner-lost', blocked: {about: LOST}})
    expect(decide(unowned, world(), ALL)).to.include({rule: 'owner-lost', claim: 'spread'})
  })

  it('do not touch slots of a node that only clustertool cannot reach', () => {
    const unowned = {...HEALTHY, owners: [], named: AWAY, keys: new Map([[T, 2]])}
    expect(decide(unowned, world(), ALL)).to.deep.equal({rule: 'owner-away', blocked: {about: AWAY}})
    const open = {...HEALTHY, migrating: new Map([[S, AWAY]])}
    const blocked = {rule: 'mark-to-lost-node', blocked: {about: AWAY}}
    expect(decide(open, world(), ALL)).to.deep.equal(blocked)
    const stray = {
      ...open,
      importing: new Map([[T, S]]),
      intent: {source: S, target: T, ranges: []},
      keys: new Map([
        [S, 2],
        [T, 1],
        [U, 1],
      ]),
    }
    expect(decide(stray, world(), ALL)).to.deep.equal(blocked)
  })

  it('do not close a slot whose keys may be on a dead node, unless the user agrees', () => {
    const open = {...HEALTHY, migrating: new Map([[S, LOST]])}
    expect(decide(open, world(), NONE)).to.deep.equal({rule: 'mark-to-lost-node', blocked: {about: LOST}})
    expect(decide(open, world({[LOST]: R}), NONE)).to.deep.equal({rule: 'mark-to-lost-node', revive: R})
    expect(decide(open, world(), ALL)).to.deep.equal({rule: 'close-move', close: [S]})
    expect(decide({...open, migrating: new Map([[S, GONE]])}, world(), NONE)).to.deep.equal({
      rule: 'close-move',
      close: [S],
    })
    const held = {
      ...open,
      keys: new Map([
        [S, 2],
        [U, 1],
      ]),
    }
    const finished = {rule: 'finish-move', path: [S, U]}
    expect(decide(held, world({}, 'plain', {[LOST]: U}), NONE)).to.deep.include(finished)
    const importing = {...held, importing: new Map([[U, S]])}
    expect(decide(importing, world(), NONE)).to.deep.include(finished)
    expect(decide(importing, world({[LOST]: R}), NONE)).to.deep.equal({rule: 'mark-to-lost-node', revive: R})
    // A node that only holds keys is not an heir.
    expect(decide(held, world(), NONE)).to.deep.equal({rule: 'mark-to-lost-node', blocked: {about: LOST}})
    expect(decide(held, world(), ALL)).to.deep.equal({rule: 'close-move', close: [S], adopt: [U]})
  })
})

/** The next remedy may deal with what the one before revealed; three are enough. */
function expectRepaired(start: SlotFacts, kind: Kind): void {
  const scene = sceneOf(start, (id, at) => [`${id}${at}`, 'same'])
  const {facts, remedy} = repaired(scene, kind)
  const strays = [...facts.keys.keys()].filter((id) => id !== facts.owners[0])
  const isClean =
    facts.owners.length === 1 && facts.migrating.size + facts.importing.size + strays.length === 0
  ensure(isClean && remedy === undefined, start, remedy)
}

/** Every node has different keys, and one key that all have with different values. */
function expectKept(start: SlotFacts, kind: Kind): void {
  const {facts, values, remedy} = repaired(
    sceneOf(start, (id, at) => [at === 0 ? 'shared' : `${id}${at}`, id]),
    kind,
  )
  ensure(facts.owners.length === 1 || start.owners.length > 1, start, remedy)
  // Keys without differences are with the owner, or with the node to which it redirects clients.
  const [owner] = facts.owners
  const sentTo = owner && facts.migrating.get(owner)
  const strays = [...values].flatMap(([id, held]) =>
    facts.owners.includes(id) || id === sentTo ? [] : [...held],
  )
  ensure(
    strays.every((entry) => entry.startsWith('shared=')),
    start,
    remedy,
  )
}

function sceneOf(facts: SlotFacts, entry: (id: NodeId, at: number) => readonly [string, string]): Scene {
  const values = new Map(
    [...facts.keys].map(([id, count]) => [
      id,
      new Set(Array.from({length: count}, (_, at) => entry(id, at).join('='))),
    ]),
  )
  return {facts, values}
}

function repaired(start: Scene, kind: Kind): Scene & {readonly remedy: Remedy | undefined} {
  const servers = world({}, kind)
  const all = everything(start)
  let scene = start
  let remedy = decide(scene.facts, servers, NONE)
  for (let round = 0; round < 3 && remedy; round++) {
    ensure(!remedy.blocked && isSafe(scene.facts, remedy, kind), start.facts, remedy)
    scene = afterRemedy(scene, remedy)
    ensure(everything(scene).join() === all.join(), start.facts, remedy)
    remedy = decide(scene.facts, servers, NONE)
  }
  return {...scene, remedy}
}

/**
 * Whether clustertool leaves a trace of all keys if it is killed after any step, and no node takes the slot in the
 * meantime.
 */
function isSafe({owners, keys, importing}: SlotFacts, remedy: Remedy, kind: Kind): boolean {
  const {close = [], adopt = [], claim, path} = remedy
  const overKeys = close.filter((id) => !owners.includes(id) && keys.has(id))
  if (kind === 'hides') return overKeys.length === 0
  if (kind === 'plain') return !overKeys.some((id) => adopt.includes(id))
  const owner = path ? undefined : owners.length === 1 ? owners[0] : claim
  return adopt.every((id) => {
    const peer = importing.get(id)
    const isTaken = peer !== undefined && !(peer === owner && owners.includes(peer))
    return isTaken === close.includes(id)
  })
}

/** All values of all keys that any node holds, each once. */
function everything({values}: Scene): string[] {
  return [...new Set([...values.values()].flatMap((held) => [...held]))].toSorted()
}

function ensure(
  isWell: boolean,
  {migrating, importing, keys, ...facts}: SlotFacts,
  remedy: Remedy | undefined,
): void {
  if (isWell) return
  const maps = {migrating: [...migrating], importing: [...importing], keys: [...keys]}
  throw new Error(`not repaired: ${JSON.stringify({...facts, ...maps, remedy})}`)
}
