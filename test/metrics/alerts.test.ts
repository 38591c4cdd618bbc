import {readFileSync} from 'node:fs'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask, askAll} from '../support/ask.js'
import {startFakeNode} from '../support/fake-node.js'
import {metricIn} from '../support/metrics.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'
import {expectAlerts, promtool, requireProgram} from './programs.js'
import {scrapeOnce, scrapeUntil} from './scrape.js'

const RULES = join(import.meta.dirname, '../../docs/metrics/alerts.yml')

const LAST = 16_383
const A = 'a'.repeat(40)
const B = 'b'.repeat(40)

describe('alert rules', function () {
  this.timeout(180_000)
  const fired = new Set<string>()
  let cluster: TestCluster
  let low: TestServer
  let middle: TestServer
  let high: TestServer

  before(async () => {
    requireProgram('promtool')
    // Three hosts with a primary and a replica of another primary each: nothing is wrong.
    cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      host: (index) => `127.0.0.${1 + (index % 3)}`,
      args: ['--cluster-node-timeout', '15000', '--save', '3600 1'],
    })
    ;[low, middle, high] = cluster.primaries as [TestServer, TestServer, TestServer]
    // A replica hears nothing from a primary that neither writes nor pings.
    await ask(high, 'CONFIG', 'SET', 'repl-ping-replica-period', '3600')
  })

  after(() => cluster?.[Symbol.asyncDispose]())

  /** Exactly these alerts fire while the metrics are as they are now. */
  async function expectFiring(metrics: string, ...alerts: readonly string[]): Promise<void> {
    const names = alerts.map((name) => `Clustertool${name}`)
    await expectAlerts(RULES, metrics, names)
    for (const name of names) fired.add(name)
  }

  const untilHealthy = () =>
    scrapeUntil(
      low,
      (text) =>
        metricIn(text, 'clustertool_healthy') === 1 && !/^clustertool_replica_link_up\{.* 0$/m.test(text),
    )

  it('are valid', async () => {
    await promtool(['check', 'rules', RULES])
  })

  it('are silent about a cluster without flaws', async () => {
    await expectFiring(await untilHealthy())
  })

  it('say that a cluster does not answer', async () => {
    await expectFiring(await scrapeOnce({host: '127.0.0.1', port: 1}), 'ClusterDoesNotAnswer')
  })

  it('say that there are no metrics, or only old ones', async () => {
    await expectFiring('', 'MetricsAbsent')
    const text = await scrapeOnce(low)
    const old = text.replace(/^(clustertool_reading_timestamp_seconds) \S+$/m, '$1 0')
    await expectFiring(old, 'ReadingOld')
  })

  it('say that slots were left open', async () => {
    await ask(low, 'CLUSTER', 'SETSLOT', 5, 'MIGRATING', cluster.idOf(middle))
    await expectFiring(await scrapeOnce(low), 'SlotsOpen')
    await ask(low, 'CLUSTER', 'SETSLOT', 5, 'STABLE')
  })

  it('say that a change was suspended, and not that slots are open', async () => {
    const words = [
      '--from',
      low.address,
      '--to',
      middle.address,
      '--slots',
      '2000',
      '--method',
      'keys',
      '--yes',
    ]
    await using moving = await startCli(['reshard', low.address, ...words, '--progress', 'ndjson'], {
      limitMs: 60_000,
    })
    await until('slots are open', () => moving.stderr().includes('slots-opening'), 20_000)
    moving.kill('SIGSTOP')
    await expectFiring(
      await scrapeUntil(low, (text) => metricIn(text, 'clustertool_changes_suspended') === 1),
      'ChangeSuspended',
    )
    moving.kill('SIGCONT')
    expect((await moving.result).exitCode).to.equal(0)
    await untilHealthy()
  })

  it('say that nodes disagree', async () => {
    const metrics = await scrapeUntil(
      low,
      (text) => metricIn(text, 'clustertool_views_agree') === 0,
      () => ask(middle, 'CLUSTER', 'SETSLOT', LAST, 'NODE', cluster.idOf(low)),
    )
    await expectFiring(metrics, 'ViewsDisagree')
    await ask(middle, 'CLUSTER', 'SETSLOT', LAST, 'NODE', cluster.idOf(high))
    await untilHealthy()
  })

  it('say that two primaries claim a slot', async () => {
    const metrics = await scrapeUntil(
      low,
      (text) => metricIn(text, 'clustertool_slots_claimed_twice') === 1,
      () =>
        askAll(low, [
          ['CLUSTER', 'DELSLOTS', LAST],
          ['CLUSTER', 'ADDSLOTS', LAST],
        ]),
    )
    await expectFiring(metrics, 'SlotsClaimedTwice', 'ViewsDisagree')
    await untilHealthy()
  })

  it('say that slots have no owner, and that the cluster is down', async () => {
    const isDown = (text: string) =>
      metricIn(text, 'clustertool_findings', 'cluster-state-fail') === 1 &&
      metricIn(text, 'clustertool_slots_uncovered') === 1 &&
      metricIn(text, 'clustertool_views_agree') === 1
    const metrics = await scrapeUntil(low, isDown, () =>
      Promise.all(cluster.nodes.map((node) => askAll(node, [['CLUSTER', 'DELSLOTS', LAST]]))),
    )
    await expectFiring(metrics, 'SlotsUncovered', 'ClusterStateFail')
    await ask(high, 'CLUSTER', 'ADDSLOTS', LAST)
    await untilHealthy()
  })

  it('say that two primaries have one config epoch', async () => {
    const mine = (id: string, host: string, port: number) =>
      `${id} ${host}:PORT@${port} myself,master - 0 0 7 connected`
    const other = (id: string, port: number) => `${id} 127.0.0.1:${port}@1 master - 0 0 7 connected`
    await using second = await startFakeNode({
      nodes: `${mine(B, '10.0.0.2', 17_001)} 8192-16383\n${other(A, 1)} 0-8191\n`,
    })
    await using first = await startFakeNode({
      nodes: `${mine(A, '10.0.0.1', 17_000)} 0-8191\n${other(B, second.port)} 8192-16383\n`,
    })
    await expectFiring(
      await scrapeOnce(first),
      'ConfigEpochsEqual',
      'PrimaryWithoutReplica',
      'PlaceLosesShard',
      'PlaceLosesMajority',
    )
  })

  it('say which places cannot be lost', async () => {
    const hosts = ['east', 'east', 'west'].map((zone, at) => ({
      host: `127.0.0.${at + 1}`,
      port: undefined,
      zone,
    }))
    await expectFiring(await scrapeOnce(low, hosts), 'PlaceLosesShard', 'PlaceLosesMajority')
  })

  it('say that a replica has no link', async () => {
    const replica = cluster.replica(0).address
    await askAll(low, [
      ['ACL', 'SETUSER', 'default', '-psync', '-sync'],
      ['CLIENT', 'KILL', 'TYPE', 'replica'],
    ])
    const isBroken = (text: string) =>
      metricIn(text, 'clustertool_replica_link_up', replica) === 0 &&
      metricIn(text, 'clustertool_replica_syncing', replica) === 0
    const metrics = await scrapeUntil(low, isBroken)
    // A replica without a link is no copy.
    await expectFiring(metrics, 'ReplicaLinkDown', 'PlaceLosesShard')
    await ask(low, 'ACL', 'SETUSER', 'default', '+@all')
    await untilHealthy()
  })

  it('say that memory is nearly full', async () => {
    const used = metricIn(await scrapeOnce(low), 'clustertool_node_memory_used_bytes', middle.address) ?? 0
    await ask(middle, 'CONFIG', 'SET', 'maxmemory', Math.round(used * 1.03))
    await expectFiring(await scrapeOnce(low), 'MemoryNearMax')
    await ask(middle, 'CONFIG', 'SET', 'maxmemory', 0)
  })

  it('say that a snapshot could not be written', async () => {
    // A file cannot be renamed to a folder.
    const folder = join(middle.folder, 'dump.rdb')
    await rm(folder, {force: true})
    await mkdir(join(folder, 'x'), {recursive: true})
    await ask(middle, 'BGSAVE')
    const isFailed = (text: string) => metricIn(text, 'clustertool_node_save_failed', middle.address) === 1
    await expectFiring(await scrapeUntil(low, isFailed), 'SaveFailed')
    await rm(folder, {recursive: true})
    await ask(middle, 'BGSAVE')
    await scrapeUntil(low, (text) => !isFailed(text))
  })

  it('say that a replica hears nothing', async () => {
    const isSilent = (text: string) => /^clustertool_replica_lag_seconds\{.* (3[1-9]|[4-9]\d)$/m.test(text)
    await expectFiring(await scrapeUntil(low, isSilent), 'ReplicaLagging')
    await ask(high, 'CONFIG', 'SET', 'repl-ping-replica-period', '1')
    await scrapeUntil(low, (text) => !isSilent(text))
  })

  it('say that a node is down, and that a primary has no replica', async () => {
    await cluster.replica(1).kill()
    await expectFiring(await scrapeOnce(low), 'NodeDown', 'PrimaryWithoutReplica', 'PlaceLosesShard')
  })

  it('have all fired now', () => {
    const names = [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
    expect([...fired].toSorted()).to.deep.equal(names.toSorted())
  })
})
