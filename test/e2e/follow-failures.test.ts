import {expect} from 'chai'
import {ask, askAll} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {type StartedCli, startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

const KEYS = Array.from({length: 300}, (_, at) => `counter:${at}`)

describe('[E] import --follow and owners that fail', function () {
  this.timeout(120_000)
  let cluster: TestCluster
  let sources: TestServers
  let source: TestServer

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    source = sources.node(0)
    await count()
  })
  afterEach(async () => {
    await sources[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  /** What is done twice, or not at all, shows. */
  function count(): Promise<unknown> {
    return askAll(
      source,
      KEYS.map((key) => ['INCR', key]),
    )
  }

  async function follow(): Promise<StartedCli> {
    const {address} = cluster.nodes.at(-1) as TestServer
    const run = await startCli([
      'import',
      address,
      '--from',
      source.address,
      '--follow',
      '--progress',
      'ndjson',
    ])
    await until(
      'it is ready',
      () => {
        if (run.hasEnded()) throw new Error(`it has ended: ${run.stderr()}`)
        return run.stderr().includes('"isReady":true')
      },
      60_000,
    )
    return run
  }

  async function stop(run: StartedCli, signal: NodeJS.Signals): Promise<void> {
    run.kill(signal)
    await run.result
  }

  async function expectEqual(): Promise<void> {
    const {address} = cluster.nodes.at(-1) as TestServer
    const {stdout, stderr} = await runCli(['compare', source.address, address, '--lag', '1500ms'])
    expect(stdout, stderr).to.match(/\[OK\] All keys of DB 0 are the same/)
  }

  async function promote(replica: TestServer): Promise<void> {
    await ask(replica, 'CLUSTER', 'FAILOVER')
    await until('it is primary', async () =>
      /role:master/.test(String(await ask(replica, 'INFO', 'replication'))),
    )
  }

  it('goes on after all primaries have been replaced meanwhile', async () => {
    await stop(await follow(), 'SIGKILL')
    await count()
    for (const {replicas} of cluster.shards) await promote(replicas[0] as TestServer)
    await count()
    const again = await follow()
    await count()
    await expectEqual()
    await stop(again, 'SIGTERM')
  })

  it('brings over again what an owner lost while nobody followed', async () => {
    await stop(await follow(), 'SIGTERM')
    const owner = cluster.shard(0).primary
    const sizeBefore = Number(await ask(owner, 'DBSIZE'))
    expect(sizeBefore).to.be.greaterThan(0)
    await owner.restart()
    await until('its slots are served', async () =>
      /cluster_state:ok/.test(String(await ask(owner, 'CLUSTER', 'INFO'))),
    )
    await count()
    const again = await follow()
    await expectEqual()
    await stop(again, 'SIGTERM')
  })

  it('keeps what the cluster has if the source comes back without its data, unless somebody agrees', async () => {
    const run = await follow()
    await source.restart()
    const {exitCode, stdout} = await run.result
    expect(exitCode, stdout).to.equal(6)
    expect(stdout).to.match(
      /may have lost its data: it has only 0 keys, and the cluster has about 300 of it, which would be deleted/,
    )
    const sizes = await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))
    expect(sizes.reduce<number>((sum, size) => sum + Number(size), 0)).to.equal(KEYS.length)
  })

  it('brings over again what an owner loses while it is followed', async () => {
    const run = await follow()
    await cluster.shard(1).primary.restart()
    await until(
      'everything was compared',
      () => run.hasEnded() || /"resyncs":[1-9]/.test(run.stderr()),
      60_000,
    )
    await count()
    await until(
      'it follows again',
      () => run.hasEnded() || /"following"[^\n]*"resyncs":[1-9][^\n]*"isReady":true/.test(run.stderr()),
      60_000,
    )
    await expectEqual()
    await stop(run, 'SIGTERM')
  })
})
