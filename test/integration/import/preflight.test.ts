import {expect} from 'chai'
import type {Address} from '../../../src/domain/address.js'
import {ask, askAll} from '../../support/ask.js'
import {serverPrograms} from '../../support/matrix.js'
import {bulk, RespServer} from '../../support/resp-server.js'
import {type ImportWishes, runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

const STANDALONE = ['--cluster-enabled', 'no', '--repl-diskless-sync-delay', '0']

describe('[I] import is refused before the first key', () => {
  let servers: TestServers
  let cluster: TestCluster

  before(async () => {
    servers = await TestServers.start({count: 2, args: STANDALONE})
    await ask(servers.node(0), 'SET', 'key', 'value')
    cluster = await TestCluster.start({count: 3, replicas: 0})
  })

  after(async () => {
    await servers[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  async function refusal(from: Address | Parameters<typeof runImport>[1], wishes: ImportWishes = {}) {
    const {code, message} = await thrownBy(runImport(cluster.shard(0).primary, from, wishes))
    const sizes = await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))
    expect(sizes, 'nothing was changed').to.deep.equal([0, 0, 0])
    return `${code}: ${message}`
  }

  it('when the source is a replica, naming its primary', async () => {
    const [primary, replica] = [servers.node(0), servers.node(1)]
    await ask(replica, 'REPLICAOF', primary.host, primary.port)
    await until('the replica has the key', async () => (await ask(replica, 'DBSIZE')) === 1)
    expect(await refusal(replica)).to.equal(
      `REFUSED: ${replica.address} is a replica, and keys can be moved only from a primary; import from its primary, ${primary.address}.`,
    )
    await ask(replica, 'REPLICAOF', 'NO', 'ONE')
  })

  it('when the source is loading its data', async () => {
    const info = 'redis_version:7.0.0\r\nrun_id:x\r\nrole:master\r\nloading:1\r\ncluster_enabled:0\r\n'
    await using source = await RespServer.start(([word]) =>
      word?.toUpperCase() === 'INFO' ? bulk(info) : '-LOADING Redis is loading the dataset in memory\r\n',
    )
    expect(await refusal(source)).to.match(/^REFUSED: \S+ is still loading its data; wait until it is done\./)
  })

  it('when the source requires a password, or a different one', async () => {
    await using guarded = await TestServers.start({count: 1, args: [...STANDALONE, '--requirepass', 'right']})
    const address = guarded.node(0)
    expect(await refusal(address)).to.match(
      /^UNREACHABLE: The source \S+ cannot be used: it asks for a password and none was given \(--from-pass or --from-askpass\)\.$/,
    )
    const wrong = {kind: 'server' as const, address, connection: {...PLAIN, password: 'wr%ng'}}
    expect(await refusal(wrong)).to.match(
      /^UNREACHABLE: The source \S+ cannot be used: wrong user name or password/,
    )
  })

  it('when nothing listens at the address of the source, or another kind of server does', async () => {
    expect(await refusal({host: '127.0.0.1', port: 1})).to.match(
      /^UNREACHABLE: The source 127\.0\.0\.1:1 .*nothing listens/,
    )
    await using web = await RespServer.start(() => 'HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(await refusal(web)).to.match(/^UNREACHABLE: The source .*not a Redis or Valkey server/)
  })

  it('when no Sentinel answers, naming each', async () => {
    const place = {
      kind: 'sentinel' as const,
      sentinels: [{host: '127.0.0.1', port: 1}, servers.node(0)],
      group: 'group',
      connection: PLAIN,
      sentinelConnection: PLAIN,
    }
    const told = await refusal(place)
    expect(told).to.match(
      /^UNREACHABLE: No Sentinel names the primary of group: 127\.0\.0\.1:1: connection refused/,
    )
    expect(told).to.include(`${servers.node(0).address}: it answered: ERR unknown command`)
  })

  it('when the source is the cluster itself, by whatever address', async () => {
    const node = cluster.shard(1).primary
    for (const host of [node.host, 'localhost'])
      expect(await refusal({host, port: node.port})).to.match(/^REFUSED: .* is a node of the target cluster/)
  })

  it('when the cluster does not serve all slots', async () => {
    const node = cluster.shard(0).primary
    await ask(node, 'CLUSTER', 'DELSLOTS', 7)
    const told = await refusal(servers.node(0))
    await ask(node, 'CLUSTER', 'ADDSLOTS', 7)
    expect(told).to.match(/^UNHEALTHY: \*\*\* Please fix your cluster problems before importing/)
  })

  it('when a slot of the cluster is open', async () => {
    const [first, second] = [cluster.shard(0).primary, cluster.shard(1).primary]
    await ask(first, 'CLUSTER', 'SETSLOT', 7, 'MIGRATING', cluster.idOf(second))
    const told = await refusal(servers.node(0))
    await ask(first, 'CLUSTER', 'SETSLOT', 7, 'STABLE')
    expect(told).to.match(/^UNHEALTHY/)
  })

  for (const {path, name} of serverPrograms().filter(({name}) => /Redis 8|Valkey 9/.test(name))) {
    it(`when the source is ${name}, whose keys Redis 7.0 cannot read`, async () => {
      await using newer = await TestServers.start({count: 1, server: path, args: STANDALONE})
      await askAll(newer.node(0), [['SET', 'key', 'value']])
      expect(await refusal(newer.node(0))).to.match(
        /^REFUSED: \S+ is (Redis 8|Valkey 9)\S*, which writes keys in a format that Redis 7\S* on \S+ cannot read/,
      )
    })
  }
})
