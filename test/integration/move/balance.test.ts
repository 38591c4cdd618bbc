import {expect} from 'chai'
import type {MeasuredBalance} from '../../../src/domain/balance.js'
import type {FigureMeasure} from '../../../src/domain/slot-figures.js'
import {info} from '../../../src/operations/info.js'
import type {RebalanceRequest} from '../../../src/operations/rebalance.js'
import {ask, askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {serverPrograms} from '../../support/matrix.js'
import {runRebalance} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {thrownBy} from '../../support/thrown.js'

const VALUE = 'x'.repeat(100_000)

/** Slots of the first primary that hold almost all data. */
const FULL = Array.from({length: 60}, (_, at) => at * 50)

/** So many that looking through them takes a while. */
const ELEMENTS = Array.from({length: 10_000}, () => 'x')

type By = NonNullable<RebalanceRequest['by']>

function by(measure: FigureMeasure, wish: Partial<By> = {}): By {
  return {measure, sample: undefined, loadMs: 500, onBalance() {}, ...wish}
}

describe('[I] rebalance by memory', function () {
  this.timeout(60_000)
  let cluster: TestCluster

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    const {primary} = cluster.shard(0)
    await askAll(
      primary,
      FULL.map((slot) => ['SET', `{${tagOf(slot)}}key`, VALUE]),
    )
  })

  afterEach(() => cluster[Symbol.asyncDispose]())

  async function keys(): Promise<number[]> {
    return (await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))).map(Number)
  }

  it('moves as little as makes all primaries even, and has nothing to do afterwards', async () => {
    const {primary: seed} = cluster.shard(0)
    let measured: MeasuredBalance | undefined
    const wish = {thresholdPercent: 10, by: by('memory', {onBalance: (balance) => (measured = balance)})}
    const {status} = await runRebalance(seed, wish)
    expect(status).to.equal('done')
    const [a = 0, b = 0, c = 0] = await keys()
    expect(a + b + c).to.equal(FULL.length)
    for (const each of [a, b, c]) expect(each).to.be.within(15, 25)
    expect(measured?.balance.moves).to.have.length(FULL.length - a)
    expect(measured?.figures.estimates.map(({measured, keys}) => measured === keys)).to.deep.equal([
      true,
      true,
      true,
    ])
    expect((await runRebalance(seed, wish)).status).to.equal('nothing-to-do')
  })

  it('gives no primary more than fits below its maxmemory', async () => {
    const [, small] = cluster.primaries
    if (!small) throw new Error('there are three primaries')
    await ask(small, 'CONFIG', 'SET', 'maxmemory', '3mb')
    const used = async () => Number(/used_memory:(\d+)/.exec(String(await ask(small, 'INFO', 'memory')))?.[1])
    const most = Math.max(0, Math.floor((3 * 1024 ** 2 * 0.9 - (await used())) / VALUE.length))
    await runRebalance(cluster.shard(0).primary, {thresholdPercent: 10, by: by('memory')})
    const [a = 0, b = 0, c = 0] = await keys()
    expect(b).to.be.at.most(most)
    expect(a + b + c).to.equal(FULL.length)
    expect(Math.abs(a - c)).to.be.at.most(6)
  })

  it('refuses to empty a primary if the others have no memory for it, and changes nothing', async () => {
    const [first, ...others] = cluster.primaries
    if (!first) throw new Error('there are three primaries')
    for (const node of others) await ask(node, 'CONFIG', 'SET', 'maxmemory', '3mb')
    const weights = [{node: cluster.idOf(first), weight: 0}]
    const {code, message} = await thrownBy(runRebalance(first, {weights, by: by('memory')}))
    expect(code).to.equal('REFUSED')
    expect(message).to.contain(`do not have enough memory for all slots of ${first.address}`)
    expect(await keys()).to.deep.equal([FULL.length, 0, 0])
  })
})

// One of those that count the load; one that also counts memory.
for (const program of serverPrograms().filter(({name}) => /^Redis 8\.[6-9]/.test(name))) {
  describe(`[I] rebalance by load (${program.name})`, function () {
    this.timeout(60_000)

    it('moves slots that are used much, wherever their memory is; figures show them', async () => {
      const args = ['--cluster-slot-stats-enabled', 'yes']
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path, args})
      const {primary: seed} = cluster.shard(0)
      const hot = FULL.filter((slot) => slot >= 1500)
      const cold = FULL.filter((slot) => slot < 1500)
      await askAll(seed, [
        ...cold.map((slot) => ['SET', `{${tagOf(slot)}}key`, VALUE]),
        ...hot.map((slot) => ['RPUSH', `{${tagOf(slot)}}key`, ...ELEMENTS]),
      ])
      await using _load = loadOn(cluster, hot)
      await expectFigures(seed, hot)
      let measured: MeasuredBalance | undefined
      const onBalance = (balance: MeasuredBalance) => (measured = balance)
      const {status} = await runRebalance(seed, {
        thresholdPercent: 20,
        by: by('ops', {onBalance, loadMs: 1500}),
      })
      expect(status).to.equal('done')
      const moved = measured?.balance.moves.map(({slot}) => slot) ?? []
      expect(moved).to.have.length.within(5, 29)
      expect(moved.every((slot) => hot.includes(slot))).to.equal(true)
    })
  })
}

it('[I] rebalance by load says how to count it if servers do not', async () => {
  await using cluster = await TestCluster.start({count: 3, replicas: 0})
  const {code, hints} = await thrownBy(runRebalance(cluster.shard(0).primary, {by: by('cpu')}))
  expect(code).to.equal('REFUSED')
  expect(hints[0]).to.match(/cluster-slot-stats-enabled|It needs Valkey 8\.0 or Redis 8\.2/)
})

/** The hot slots are those with the highest load, and memory is counted. */
async function expectFigures(seed: TestServer, hot: readonly number[]): Promise<void> {
  const {slots} = await info(seed, PLAIN, {top: 30, by: 'cpu', sample: undefined, loadMs: 1500})
  if (!slots) throw new Error('slots were asked for')
  const {load, estimates, memory} = slots.figures
  expect(slots.top.toSorted((x, y) => x - y)).to.deep.equal(hot)
  expect(load?.network?.[hot[0] ?? 0]).to.be.above(0)
  expect(estimates).to.deep.equal([])
  expect(memory[0]).to.be.within(100_000, 200_000)
}

/** Looks through lists in these slots of the first primary until it is disposed. */
function loadOn(cluster: TestCluster, slots: readonly number[]): AsyncDisposable {
  let isEnding = false
  const reads = Array.from({length: 3}, () =>
    slots.map((slot) => ['LPOS', `{${tagOf(slot)}}key`, 'missing']),
  ).flat()
  const run = async () => {
    while (!isEnding) await Promise.all(cluster.primaries.map((node) => askAll(node, reads)))
  }
  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      isEnding = true
      await running
    },
  }
}
