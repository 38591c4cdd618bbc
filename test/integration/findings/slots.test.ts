import {ask, askAll} from '../../support/ask.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {itFinds, untilFindingsAre} from './it-finds.js'

const ALONE = 'primary-without-replica'

describe('[I] findings about slots', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  // In ascending order of config epoch: if two nodes claim a slot, the later one wins.
  let low: TestServer
  let middle: TestServer
  let high: TestServer

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0, args: ['--cluster-node-timeout', '1000']})
    low = cluster.shard(0).primary
    middle = cluster.shard(1).primary
    high = cluster.shard(2).primary
  })

  after(() => cluster[Symbol.asyncDispose]())

  afterEach(async function () {
    if (this.currentTest?.title.includes('last owner')) return
    await untilFindingsAre(low, BASE)
  })

  // All nodes are on one machine here, which is another finding.
  const BASE = ['majority-in-one-place', ALONE] as const

  itFinds('slots-uncovered', 'slots that no node claims', async (found) => {
    await found(low, {
      ...NOBODYS,
      lastOwners: [],
      beside: ['cluster-state-fail', ...BASE],
      provoke: () => disown([100, 101, 102, 200]),
    })
    await ask(low, 'CLUSTER', 'ADDSLOTS', 100, 101, 102, 200)
  })

  itFinds('cluster-state-fail', 'nodes that say so themselves', async (found) => {
    await found(middle, {
      nodes: cluster.idsOf([low, middle, high]),
      ranges: [],
      beside: ['slots-uncovered', ...BASE],
      provoke: () => disown([100]),
    })
    await ask(low, 'CLUSTER', 'ADDSLOTS', 100)
  })

  itFinds('slots-open', 'a move that was begun at both ends', async (found) => {
    await openSlot(low, 93, 'MIGRATING', middle)
    await openSlot(low, 95, 'MIGRATING', middle)
    await openSlot(middle, 93, 'IMPORTING', low)
    const migrating = {direction: 'migrating', peer: cluster.idOf(middle)} as const
    const importing = {direction: 'importing', peer: cluster.idOf(low)} as const
    const ranges = [range(93), range(95)]
    await found(low, {nodes: [cluster.idOf(low)], ranges, ...migrating, beside: BASE})
    await found(low, {nodes: [cluster.idOf(middle)], ranges: [range(93)], ...importing, beside: BASE})
    await closeSlots(low, 93, 95)
    await closeSlots(middle, 93)
  })

  itFinds('slots-open', 'a move that only the target knows of', async (found) => {
    await openSlot(high, 93, 'IMPORTING', low)
    const importing = {direction: 'importing', peer: cluster.idOf(low)} as const
    await found(low, {nodes: [cluster.idOf(high)], ranges: [range(93)], ...importing, beside: BASE})
    await closeSlots(high, 93)
  })

  itFinds('slots-open', 'a move that only the source knows of', async (found) => {
    await openSlot(low, 93, 'MIGRATING', high)
    const migrating = {direction: 'migrating', peer: cluster.idOf(high)} as const
    await found(high, {nodes: [cluster.idOf(low)], ranges: [range(93)], ...migrating, beside: BASE})
    await closeSlots(low, 93)
  })

  itFinds('views-disagree', 'a node that names another owner', async (found) => {
    const difference = {ranges: [range(LAST)], says: cluster.idOf(low), others: cluster.idOf(high)}
    await found(low, {
      nodes: [cluster.idOf(middle)],
      ranges: [range(LAST)],
      differences: [difference],
      beside: BASE,
      provoke: () => ask(middle, 'CLUSTER', 'SETSLOT', LAST, 'NODE', cluster.idOf(low)),
    })
    await ask(middle, 'CLUSTER', 'SETSLOT', LAST, 'NODE', cluster.idOf(high))
  })

  itFinds('views-disagree', 'a node that names no owner', async (found) => {
    const difference = {ranges: [range(LAST)], says: undefined, others: cluster.idOf(high)}
    await found(high, {
      nodes: [cluster.idOf(low)],
      ranges: [range(LAST)],
      differences: [difference],
      // A node that thinks that a slot has no owner stops serving.
      beside: ['cluster-state-fail', ...BASE],
      provoke: () => askAll(low, [['CLUSTER', 'DELSLOTS', LAST]]),
    })
  })

  itFinds('slots-claimed-twice', 'two primaries that each claim a slot', async (found) => {
    await found(middle, {
      nodes: cluster.idsOf([low, high]),
      ranges: [range(LAST)],
      beside: ['views-disagree', ...BASE],
      provoke: () =>
        askAll(low, [
          ['CLUSTER', 'DELSLOTS', LAST],
          ['CLUSTER', 'ADDSLOTS', LAST],
        ]),
    })
  })

  itFinds('keys-in-foreign-slots', 'keys that a broken move left behind', async (found) => {
    await openSlot(low, SLOT_OF_FOO, 'IMPORTING', high)
    await askAll(low, [['ASKING'], ['SET', '{foo}1', '1'], ['ASKING'], ['SET', '{foo}2', '2']])
    await closeSlots(low, SLOT_OF_FOO)
    await found(low, {
      nodes: [cluster.idOf(low)],
      ranges: [range(SLOT_OF_FOO)],
      keys: 2,
      beside: BASE,
      flags: ['--search-multiple-owners'],
    })
    await openSlot(low, SLOT_OF_FOO, 'IMPORTING', high)
    await askAll(low, [['ASKING'], ['DEL', '{foo}1', '{foo}2']])
    await closeSlots(low, SLOT_OF_FOO)
  })

  itFinds('slots-uncovered', 'slots of a primary that died, with their last owner', async (found) => {
    const ranges = [{start: 10_923, end: 16_383}]
    const node = cluster.idOf(high)
    await high.kill()
    await found(low, {
      nodes: [node],
      ranges,
      lastOwners: [{node, ranges}],
      beside: ['cluster-state-fail', 'node-failed', ...BASE],
    })
  })

  const NOBODYS = {nodes: [], ranges: [{start: 100, end: 102}, range(200)]}

  /** Takes slots from all nodes, from the owner first, because it would announce them again. */
  async function disown(slots: readonly number[]): Promise<void> {
    const commands = slots.map((slot) => ['CLUSTER', 'DELSLOTS', slot])
    for (const node of [low, middle, high]) await askAll(node, commands)
  }

  async function openSlot(at: TestServer, slot: number, mark: string, peer: TestServer): Promise<void> {
    await ask(at, 'CLUSTER', 'SETSLOT', slot, mark, cluster.idOf(peer))
  }

  async function closeSlots(at: TestServer, ...slots: readonly number[]): Promise<void> {
    for (const slot of slots) await ask(at, 'CLUSTER', 'SETSLOT', slot, 'STABLE')
  }
})

const LAST = 16_383
const SLOT_OF_FOO = 12_182

function range(slot: number): {start: number; end: number} {
  return {start: slot, end: slot}
}
