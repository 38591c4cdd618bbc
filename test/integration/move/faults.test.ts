import {expect} from 'chai'
import type {ChangeOutcome, Event} from '../../../src/domain/outcome.js'
import {countSlots, formatRanges, slotsOf, toRanges} from '../../../src/domain/slot.js'
import {ask} from '../../support/ask.js'
import {fill, tagOf} from '../../support/fill.js'
import {type ChangeWishes, runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOTS = 2000
const RANGES = [{start: 0, end: SLOTS - 1}]
const PER_SLOT = 20
const CONNECTION = {...PLAIN, commandTimeoutMs: 2000}

type Scene = {readonly cluster: TestCluster; readonly source: TestServer; readonly target: TestServer}

async function startScene(replicas: number, args: readonly string[] = []): Promise<Scene> {
  const cluster = await TestCluster.start({
    count: 3 * (1 + replicas),
    replicas,
    args: ['--cluster-node-timeout', '2000', ...args],
  })
  const [source, , target] = cluster.primaries
  if (!source || !target) throw new Error('too few primaries')
  await fill(source, {ranges: RANGES, keysPerSlot: PER_SLOT})
  return {cluster, source, target}
}

/** Moves the slots, and calls a function once in the middle of the move. */
async function moveAnd(
  {cluster, source, target}: Scene,
  fault: () => unknown,
  wishes: ChangeWishes = {},
): Promise<ChangeOutcome> {
  let done: Promise<unknown> | undefined
  const onEvent = (event: Event) => {
    if (event.type === 'move-progress' && event.progress.slotsMoved >= 300) done ??= Promise.resolve(fault())
  }
  const [, bystander] = cluster.primaries
  if (!bystander) throw new Error('too few primaries')
  const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: formatRanges(RANGES)}
  const outcome = await runReshard(bystander, wish, {
    connection: CONNECTION,
    method: 'keys',
    moving: {maxPauseMs: 1},
    onEvent,
    ...wishes,
  })
  if (!done) throw new Error('the move was over before the fault')
  await done
  return outcome
}

function moveOf({steps}: ChangeOutcome) {
  const move = steps[0]?.move
  if (!move) throw new Error(`the step did not tell: ${JSON.stringify(steps[0])}`)
  return move
}

/** Slots that are marked in the node's own view. */
async function marksOn(node: TestServer): Promise<number[]> {
  const own = String(await ask(node, 'CLUSTER', 'NODES'))
    .split('\n')
    .find((line) => line.includes('myself'))
  return [...(own ?? '').matchAll(/\[(\d+)-[<>]-/g)].map(([, slot]) => Number(slot))
}

function expectParts(outcome: ChangeOutcome, statuses = ['failed', 'not-run']): void {
  const {moved, open, unmoved} = moveOf(outcome)
  expect(toRanges(slotsOf([...moved, ...open, ...unmoved]))).to.deep.equal(RANGES)
  expect(countSlots(moved)).to.be.within(300, SLOTS - 1)
  expect(outcome.status).to.equal('incomplete')
  expect(outcome.steps.map(({status}) => status)).to.deep.equal(statuses)
}

describe('[I] a move that is disturbed', function () {
  this.timeout(240_000)

  it('target out of memory: slots that moved keep their owner, the rest are closed or named, and move later', async () => {
    const scene = await startScene(0)
    await using cluster = scene.cluster
    const {source, target} = scene
    const outcome = await moveAnd(scene, () => ask(target, 'CONFIG', 'SET', 'maxmemory', '1'))
    expectParts(outcome)
    expect(outcome.steps[0]?.error).to.match(/OOM|maxmemory/)
    const open = [...slotsOf(moveOf(outcome).open)]
    expect(await marksOn(source)).to.have.members(open)
    expect(await marksOn(target)).to.have.members(open)
    const keys = Number(await ask(source, 'DBSIZE')) + Number(await ask(target, 'DBSIZE'))
    expect(keys).to.equal(SLOTS * PER_SLOT)
    await ask(target, 'CONFIG', 'SET', 'maxmemory', '0')
    const {moved} = moveOf(outcome)
    const left = formatRanges(
      toRanges(
        [...slotsOf(RANGES)].filter((slot) => !moved.some(({start, end}) => slot >= start && slot <= end)),
      ),
    )
    const again = await runReshard(
      source,
      {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: left},
      {connection: CONNECTION},
    )
    expect(again.status, JSON.stringify(again.steps)).to.equal('done')
    expect(await ask(target, 'DBSIZE')).to.equal(SLOTS * PER_SLOT)
  })

  it('connections cut, again and again: it connects again and finishes', async () => {
    const scene = await startScene(0)
    await using cluster = scene.cluster
    const outcome = await moveAnd(scene, async () => {
      for (let time = 0; time < 3; time++) {
        await ask(scene.source, 'CLIENT', 'KILL', 'TYPE', 'normal')
        await ask(scene.target, 'CLIENT', 'KILL', 'TYPE', 'normal')
      }
    })
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(await ask(scene.target, 'DBSIZE')).to.equal(SLOTS * PER_SLOT)
    expect(await ask(scene.source, 'DBSIZE')).to.equal(0)
    expect(cluster.primaries).to.have.length(3)
  })

  it('target killed: no key of the source is lost, and no slot stays open unless its keys were being sent', async () => {
    const scene = await startScene(0)
    await using cluster = scene.cluster
    const start = performance.now()
    const outcome = await moveAnd(scene, () => scene.target.kill())
    expect(performance.now() - start).to.be.below(40_000)
    expectParts(outcome)
    const {moved, open} = moveOf(outcome)
    expect(await marksOn(scene.source)).to.have.members([...slotsOf(open)])
    expect(Number(await ask(scene.source, 'DBSIZE'))).to.be.at.least(
      PER_SLOT * (SLOTS - countSlots(moved) - countSlots(open)),
    )
    expect(cluster.primaries).to.have.length(3)
  })

  it('source killed, and its replica takes over: the move ends, and no key is lost', async () => {
    const scene = await startScene(1)
    await using cluster = scene.cluster
    const replica = cluster.replica(0)
    await ask(scene.source, 'WAIT', '1', '5000')
    const outcome = await moveAnd(scene, () => scene.source.kill())
    expect(outcome.status).to.equal('incomplete')
    await until(
      'the replica has taken over',
      async () => String(await ask(replica, 'ROLE')).startsWith('master'),
      15_000,
    )
    for (const slot of [0, 299, 1000, SLOTS - 1]) {
      const key = `{${tagOf(slot)}}0`
      const found = await Promise.all([replica, scene.target].map((node) => keysOf(node, slot)))
      expect(Math.max(...found), `keys of slot ${slot}, such as ${key}`).to.equal(PER_SLOT)
    }
  })

  it('replica of the source promoted: the move ends incomplete, and no key is lost', async () => {
    const scene = await startScene(1)
    await using cluster = scene.cluster
    const replica = cluster.replica(0)
    const outcome = await moveAnd(scene, () => ask(replica, 'CLUSTER', 'FAILOVER'))
    expect(outcome.status).to.equal('incomplete')
    await until(
      'the replica has taken over',
      async () => String(await ask(replica, 'ROLE')).startsWith('master'),
      15_000,
    )
    const {moved, open, unmoved} = moveOf(outcome)
    expect(countSlots(moved)).to.be.above(299)
    const on = async (node: TestServer, slots: readonly number[]) => {
      const counts = await Promise.all(slots.map((slot) => keysOf(node, slot)))
      return counts.reduce((sum, one) => sum + one, 0)
    }
    expect(await on(scene.target, [...slotsOf(moved)])).to.equal(countSlots(moved) * PER_SLOT)
    expect(await on(replica, [...slotsOf(unmoved)])).to.equal(countSlots(unmoved) * PER_SLOT)
    const openSlots = [...slotsOf(open)]
    expect((await on(scene.target, openSlots)) + (await on(replica, openSlots))).to.be.at.least(
      openSlots.length * PER_SLOT,
    )
  })

  it('Ctrl-C: the current window is finished and closed, and no slot stays open', async () => {
    const scene = await startScene(0)
    await using cluster = scene.cluster
    const controller = new AbortController()
    const outcome = await moveAnd(scene, () => controller.abort(), {signal: controller.signal})
    // The nodes agree about the moved slots before the command ends.
    expectParts(outcome, ['failed', 'done'])
    expect(moveOf(outcome).open).to.deep.equal([])
    expect(await marksOn(scene.source)).to.deep.equal([])
    expect(await marksOn(scene.target)).to.deep.equal([])
    expect(cluster.primaries).to.have.length(3)
  })

  it('a key with different copies after an interrupted move: both are kept until the user decides', async () => {
    const scene = await startScene(0)
    await using cluster = scene.cluster
    const {source, target} = scene
    const [from, to] = cluster.idsOf([source, target])
    await ask(target, 'CLUSTER', 'SETSLOT', 7, 'IMPORTING', from ?? '')
    await ask(source, 'CLUSTER', 'SETSLOT', 7, 'MIGRATING', to ?? '')
    const key = `{${tagOf(7)}}0`
    await ask(source, 'MIGRATE', '127.0.0.1', target.port, '', 0, 1000, 'COPY', 'KEYS', key)
    await ask(source, 'SET', key, 'newer')
    const wish = {to: to ?? '', from: [from ?? ''], slots: '0-20'}
    const stopped = await runReshard(source, wish, {connection: CONNECTION})
    expect(stopped.status).to.equal('incomplete')
    expect(stopped.steps[0]?.error).to.contain(key)
    expect(await ask(source, 'GET', key)).to.equal('newer')
    const decided = {connection: CONNECTION, moving: {conflicts: 'keep-owner' as const}}
    const outcome = await runReshard(source, {...wish, slots: '7'}, decided)
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(outcome.steps[0]?.notes?.join()).to.match(/1 keys differed .* were saved to \S+saved-keys/)
    expect(await ask(target, 'GET', key)).to.equal('newer')
  })
})

async function keysOf(node: TestServer, slot: number): Promise<number> {
  return Number(await ask(node, 'CLUSTER', 'COUNTKEYSINSLOT', slot))
}
