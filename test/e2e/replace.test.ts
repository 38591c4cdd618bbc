import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {TestCluster} from '../support/test-cluster.js'
import {keysIn, lostWrites, Writer} from '../support/writer.js'

async function roleOf(node: {readonly host: string; readonly port: number}): Promise<string> {
  return String(((await ask(node, 'ROLE')) as unknown[])[0])
}

describe('[E] replace', function () {
  this.timeout(240_000)

  it('puts new nodes in the places of a living primary and a replica under writes, and no write is lost', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    await using fresh = await TestServers.start({count: 2})
    const [first, seed] = cluster.primaries
    if (!first || !seed) throw new Error('too few primaries')
    const olds = [first, cluster.replica(1)]
    const nodes = cluster.nodes.filter((node) => !olds.includes(node)).map(({address}) => address)
    await using writer = await Writer.start({nodes, keys: keysIn(0, 16_383, 200), clients: 4})
    const words = ['replace', seed.address, ...olds.map(({address}) => address)]
    const news = fresh.addresses.flatMap((address) => ['--with', address])
    const {exitCode, stdout, stderr} = await runCli([...words, ...news, '--keep-role', '--yes'], {
      limitMs: 60_000,
    })
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(await lostWrites(seed, await writer.stop())).to.deep.equal([])
    expect(await Promise.all(fresh.nodes.map(roleOf))).to.deep.equal(['master', 'slave'])
    const view = String(await ask(seed, 'CLUSTER', 'NODES'))
    for (const id of cluster.idsOf(olds)) expect(view).not.to.contain(id)
    const check = await runCli(['check', seed.address, '--json'])
    expect(check.exitCode, check.stdout).to.equal(0)
    expect(view.trim().split('\n')).to.have.length(6)
  })

  it('replaces the nodes of a dead host: a primary whose replica took over, and a replica', async () => {
    const args = ['--cluster-node-timeout', '15000']
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args})
    await using fresh = await TestServers.start({count: 2})
    const [dead, seed] = cluster.primaries
    if (!dead || !seed) throw new Error('too few primaries')
    const olds = [dead, cluster.replica(2)]
    const [key = ''] = keysIn(0, 5460, 1)
    await ask(dead, 'SET', key, 'value')
    await ask(dead, 'WAIT', '1', '5000')
    await Promise.all(olds.map((node) => node.kill()))
    const words = ['replace', seed.address, ...olds.map(({address}) => address)]
    const news = fresh.addresses.flatMap((address) => ['--with', address])
    const early = await runCli([...words, ...news, '--yes'])
    expect(early.exitCode, early.stdout).to.equal(4)
    expect(early.stderr).to.contain('still owns slots').and.to.contain(`--of ${dead.address} --force`)
    const forced = await runCli(['failover', seed.address, '--of', dead.address, '--force', '--yes'], {
      limitMs: 60_000,
    })
    expect(forced.exitCode, forced.stdout + forced.stderr).to.equal(0)
    const {exitCode, stdout, stderr} = await runCli([...words, ...news, '--yes'], {limitMs: 60_000})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(await Promise.all(fresh.nodes.map(roleOf))).to.deep.equal(['slave', 'slave'])
    expect(String(await ask(cluster.replica(0), 'GET', key))).to.equal('value')
    const primaries = [cluster.replica(0), seed, cluster.shard(2).primary]
    const connected = await Promise.all(primaries.map((node) => ask(node, 'INFO', 'replication')))
    expect(connected.map((text) => /connected_slaves:(\d)/.exec(String(text))?.[1])).to.deep.equal([
      '1',
      '1',
      '1',
    ])
    for (const id of cluster.idsOf(olds))
      expect(String(await ask(seed, 'CLUSTER', 'NODES'))).not.to.contain(id)
  })
})
