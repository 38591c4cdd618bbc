import {ask, askAll} from '../../support/ask.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {expect} from 'chai'
import {presenceName} from '../../../src/domain/operator.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {itFinds, untilFindingsAre} from './it-finds.js'

/** Three hosts with a primary and a replica of another primary each: check finds nothing. */
function startFlawless(nodeTimeoutMs: number): Promise<TestCluster> {
  return TestCluster.start({
    count: 6,
    replicas: 1,
    host: (index) => `127.0.0.${1 + (index % 3)}`,
    args: ['--cluster-node-timeout', String(nodeTimeoutMs)],
  })
}

describe('[I] findings about nodes of a cluster without flaws', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let primary: TestServer
  let replica: TestServer

  before(async () => {
    cluster = await startFlawless(15_000)
    primary = cluster.shard(0).primary
    replica = cluster.replica(1)
    await untilFindingsAre(primary, [])
  })

  after(() => cluster[Symbol.asyncDispose]())

  itFinds('settings-differ', 'a node with another node timeout', async (found) => {
    await cluster.configure('cluster-node-timeout', '14000', [replica])
    const others = cluster.nodes.filter((node) => node !== replica)
    await found(primary, {
      nodes: cluster.idsOf(cluster.nodes),
      ranges: [],
      setting: 'cluster-node-timeout',
      values: [
        {value: '15000', nodes: cluster.idsOf(others)},
        {value: '14000', nodes: [cluster.idOf(replica)]},
      ],
    })
    await cluster.configure('cluster-node-timeout', '15000', [replica])
    await cluster.configure('cluster-require-full-coverage', 'no', [replica])
    await found(primary, {
      setting: 'cluster-require-full-coverage',
      where: ({values}) => expect(values.map(({value}) => value)).to.have.members(['yes', 'no']),
    })
    await cluster.configure('cluster-require-full-coverage', 'yes', [replica])
  })

  itFinds('read-refused', 'a user who may not read settings', async (found) => {
    await ask(primary, 'ACL', 'SETUSER', 'default', '-config')
    await found(primary, {
      nodes: [cluster.idOf(primary)],
      ranges: [],
      command: 'CONFIG GET',
      where: ({reason}) => expect(reason).to.match(/NOPERM/),
    })
    await ask(primary, 'ACL', 'SETUSER', 'default', '+@all')
  })

  itFinds('change-under-way', 'a clustertool on another machine that has a slot open', async (found) => {
    const presence = {command: 'reshard', host: 'elsewhere', pid: 7, startedAt: Date.UTC(2026, 0, 1)}
    const other = cluster.shard(1).primary
    const atWork = await connect(
      {host: other.host, port: other.port},
      {...PLAIN, connectionName: presenceName(presence)},
    )
    await ask(primary, 'CLUSTER', 'SETSLOT', 3, 'MIGRATING', cluster.idOf(other))
    await found(primary, {
      nodes: [],
      ranges: [{start: 3, end: 3}],
      command: 'reshard',
      host: 'elsewhere',
      pid: 7,
      suspended: false,
      where: ({explains}) => expect(explains.map(({code}) => code)).to.deep.equal(['slots-open']),
    })
    await ask(primary, 'CLUSTER', 'SETSLOT', 3, 'STABLE')
    disconnect(atWork)
  })

  itFinds('replication-broken', 'a replica that its primary turns away', async (found) => {
    const source = cluster.shard(1).primary
    await askAll(source, [
      ['ACL', 'SETUSER', 'default', '-psync', '-sync'],
      ['CLIENT', 'KILL', 'TYPE', 'replica'],
    ])
    await found(primary, {
      nodes: [cluster.idOf(replica)],
      ranges: [],
      primary: cluster.idOf(source),
      where: ({downSeconds}) => expect(downSeconds).to.be.a('number'),
    })
    await ask(source, 'ACL', 'SETUSER', 'default', '+@all')
    await untilFindingsAre(primary, [])
  })

  itFinds('node-handshake', 'a node that was met where nobody listens', async (found) => {
    await found(primary, {
      ranges: [],
      seenBy: [cluster.idOf(primary)],
      provoke: () => ask(primary, 'CLUSTER', 'MEET', '127.0.0.1', 1),
      where: ({nodes}) => expect(nodes).to.have.length(1),
    })
  })
})

describe('[I] findings about nodes that die', function () {
  this.timeout(240_000)

  itFinds('node-unreachable', 'a replica that died a moment ago', async (found) => {
    await using cluster = await startFlawless(60_000)
    const dead = cluster.replica(2)
    await dead.kill()
    await found(cluster.shard(0).primary, {
      nodes: [cluster.idOf(dead)],
      ranges: [],
      reason: 'connection refused: nothing listens there',
      beside: ['primary-without-replica'],
    })
  })

  itFinds(
    'node-unreachable',
    'a replica that is stopped and takes connections all the same',
    async (found) => {
      await using cluster = await startFlawless(60_000)
      const stopped = cluster.replica(2)
      stopped.pause()
      await found(cluster.shard(0).primary, {
        nodes: [cluster.idOf(stopped)],
        ranges: [],
        reason: `it accepted the connection but did not answer within ${PLAIN.commandTimeoutMs} ms`,
        beside: ['primary-without-replica'],
      })
      stopped.resume()
    },
  )

  itFinds('node-failed', 'a replica that the cluster gave up', async (found) => {
    await using cluster = await startFlawless(700)
    const dead = cluster.replica(2)
    await dead.kill()
    await found(cluster.shard(0).primary, {
      nodes: [cluster.idOf(dead)],
      ranges: [],
      seenBy: cluster.idsOf(cluster.nodes.filter((node) => node !== dead)),
      beside: ['primary-without-replica'],
    })
  })

  itFinds('primary-without-replica', 'a primary whose replica died', async (found) => {
    await using cluster = await startFlawless(700)
    await cluster.replica(0).kill()
    await found(cluster.shard(1).primary, {
      nodes: [cluster.idOf(cluster.shard(0).primary)],
      ranges: [],
      beside: ['node-failed'],
    })
  })
})

describe('[I] findings about places and versions', function () {
  this.timeout(240_000)

  itFinds('replica-beside-primary', 'replicas on the host of their primary', async (found) => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    await found(cluster.shard(0).primary, {
      nodes: cluster.idsOf([cluster.replica(0), cluster.replica(1), cluster.replica(2)]),
      ranges: [],
      place: {kind: 'host', name: '127.0.0.1'},
      beside: ['majority-in-one-place'],
    })
  })

  itFinds('majority-in-one-place', 'two of three primaries on one host', async (found) => {
    const host = (index: number) => (index < 2 ? '127.0.0.1' : '127.0.0.2')
    await using cluster = await TestCluster.start({count: 3, replicas: 0, host})
    const crowd = cluster.primaries.filter((node) => node.host === '127.0.0.1')
    await found(cluster.shard(0).primary, {
      nodes: cluster.idsOf(crowd),
      ranges: [],
      place: {kind: 'host', name: '127.0.0.1'},
      total: 3,
      beside: ['primary-without-replica'],
    })
  })

  // Missing servers fail in CI; elsewhere the matrix reports them.
  const strict = process.env['CI'] === 'true'
  const programs = serverPrograms()

  if (strict || programs.some(({software}) => software === 'valkey')) {
    itFinds('replica-beside-primary', 'replicas in the zone that the server itself tells', async (found) => {
      const valkey = serverPrograms().find(({software}) => software === 'valkey')
      if (!valkey) throw new Error('this needs a Valkey server; run bash scripts/test.sh')
      const zoned = {args: ['--availability-zone', 'here'], server: valkey.path}
      await using cluster = await TestCluster.start({
        count: 6,
        replicas: 1,
        host: (index) => `127.0.0.${1 + (index % 3)}`,
        ...zoned,
      })
      await found(cluster.shard(0).primary, {
        place: {kind: 'zone', name: 'here'},
        beside: ['majority-in-one-place'],
        where: ({nodes}) => expect(nodes).to.have.length(3),
      })
    })
  } else it.skip('replica-beside-primary: needs a Valkey server')

  if (strict || programs.filter(({software}) => software === 'redis').length > 1) {
    itFinds('versions-mixed', 'nodes of two versions', async (found) => {
      const [one, other] = serverPrograms().filter(({software}) => software === 'redis')
      if (!one || !other) throw new Error('this needs two versions of Redis; run bash scripts/test.sh')
      // Without replicas, because a replica that is older than its primary cannot load what the primary sends.
      const hosts = ['127.0.0.1', '127.0.0.2', '127.0.0.3']
      const started = await Promise.all(
        hosts.map((host, index) =>
          TestServers.start({count: 1, host, server: (index === 0 ? one : other).path}),
        ),
      )
      await using cluster = await TestCluster.form(started, 0)
      const [first, ...rest] = started.flatMap(({nodes}) => nodes)
      await found(cluster.shard(0).primary, {
        nodes: cluster.idsOf(cluster.nodes),
        ranges: [],
        versions: [
          {version: `redis ${one.version}`, nodes: cluster.idsOf(first ? [first] : [])},
          {version: `redis ${other.version}`, nodes: cluster.idsOf(rest)},
        ],
        beside: ['primary-without-replica'],
      })
    })
  } else it.skip('versions-mixed: needs two versions of Redis')
})
