import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {NodeProxy} from '../support/node-proxy.js'
import {onTerminal} from '../support/terminal.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {keysIn} from '../support/writer.js'

describe('[E] failover to a replica that lags', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let proxy: NodeProxy

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1, args: ['--cluster-node-timeout', '5000']})
    const primary = cluster.shard(0).primary
    proxy = await NodeProxy.start(primary.port)
    await ask(primary, 'CONFIG', 'SET', 'cluster-announce-port', String(proxy.port))
    await until('the replica uses the proxy', () => proxy.hasReplica, 30_000)
    await until(
      'its link is up',
      async () => /link_status:up/.test(String(await ask(cluster.replica(0), 'INFO'))),
      30_000,
    )
  })
  afterEach(async () => {
    await cluster[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  })

  async function write(count: number): Promise<void> {
    for (const key of keysIn(0, 5460, count)) await ask(cluster.shard(0).primary, 'SET', key, 'x'.repeat(100))
  }

  it('is refused, and says how many bytes are missing', async () => {
    proxy.stall()
    await write(50)
    const seed = cluster.shard(1).primary.address
    const {exitCode, stderr} = await runCli(['failover', seed, cluster.replica(0).address, '--yes'])
    expect(exitCode, stderr).to.equal(4)
    expect(stderr).to.match(/is \d{4,} bytes behind what \S+ had sent 2 s ago/)
    expect(String(((await ask(cluster.shard(0).primary, 'ROLE')) as unknown[])[0])).to.equal('master')
  })

  it('ends incomplete if it begins to lag after the plan was shown, and the primary goes on', async () => {
    const [seed, primary] = [cluster.shard(1).primary.address, cluster.shard(0).primary]
    const terminal = onTerminal(['failover', seed, cluster.replica(0).address, '--join-timeout', '3'])
    await terminal.shows("type 'yes'")
    proxy.stall()
    await write(50)
    terminal.type('yes\r')
    expect(await terminal.ended, terminal.screen()).to.equal(6)
    expect(terminal.screen()).to.match(
      /is \d{4,} bytes behind its primary; its primary still serves its slots/,
    )
    expect(String(((await ask(primary, 'ROLE')) as unknown[])[0])).to.equal('master')
    expect(await ask(primary, 'SET', keysIn(0, 5460, 1)[0] ?? '', 'y')).to.equal('OK')
  })
})
