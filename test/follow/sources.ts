import type {Address} from '../../src/domain/address.js'
import {keySlot} from '../../src/redis/key-slot.js'
import {ask} from '../support/ask.js'
import {TestServers} from '../support/servers.js'
import {Sentinel} from '../support/sentinel.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

/** A source to follow. */
export type TrialSource = AsyncDisposable & {
  /** What --from takes. */
  readonly word: string
  /** Its primaries, and which keys belong to each. */
  readonly parts: readonly {readonly node: TestServer; readonly owns: (key: Buffer) => boolean}[]
  /** A Sentinel that names the primary, if there is one. */
  readonly sentinel: Address | undefined
  readonly failOver: () => Promise<void>
}

const ALL = () => true

/** Starts a source: `server`, `replicated` (a server with a replica), `sentinel` or `cluster`. */
export async function openSource(kind: string, server: string): Promise<TrialSource> {
  if (kind === 'cluster') return openCluster(server)
  const count = kind === 'server' ? 1 : 2
  const servers = await TestServers.start({count, server, args: ['--cluster-enabled', 'no']})
  const first = servers.node(0)
  if (count === 2) {
    const second = servers.node(1)
    await ask(second, 'REPLICAOF', first.host, first.port)
    await until('the replica is in step', async () =>
      /master_link_status:up/.test(String(await ask(second, 'INFO', 'replication'))),
    )
  }
  const plain = {parts: [{node: first, owns: ALL}], sentinel: undefined, failOver: () => Promise.resolve()}
  const dispose = () => servers[Symbol.asyncDispose]()
  if (kind !== 'sentinel') return {...plain, word: first.address, [Symbol.asyncDispose]: dispose}
  return openSentinel(servers, server)
}

async function openCluster(server: string): Promise<TrialSource> {
  const cluster = await TestCluster.start({count: 3, replicas: 0, server})
  const share = (at: number) => Math.ceil((at * 16_384) / 3)
  return {
    word: cluster.shard(0).primary.address,
    parts: cluster.primaries.map((node, at) => ({
      node,
      owns: (key) => keySlot(key) >= share(at) && keySlot(key) < share(at + 1),
    })),
    sentinel: undefined,
    failOver: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  }
}

/** A primary with a replica, whose roles change at each failover. */
async function openSentinel(servers: TestServers, server: string): Promise<TrialSource> {
  const sentinel = await Sentinel.start(server, 'trial', servers.node(0))
  const roleIsMaster = async (node: TestServer) =>
    /^role:master/m.test(String(await ask(node, 'INFO', 'replication').catch(() => '')))
  return {
    word: `sentinel://${sentinel.address.host}:${sentinel.address.port}/trial`,
    parts: [{node: servers.node(0), owns: ALL}],
    sentinel: sentinel.address,
    async failOver() {
      const isFirst = await roleIsMaster(servers.node(0))
      const next = servers.node(isFirst ? 1 : 0)
      await until(
        'the failover may begin',
        async () => {
          const said = await ask(sentinel.address, 'SENTINEL', 'FAILOVER', 'trial').catch(() => 'no')
          return said === 'OK'
        },
        20_000,
      )
      await until('the replica is primary', () => roleIsMaster(next), 20_000)
      const before = servers.node(isFirst ? 0 : 1)
      await until(
        'the old primary is its replica',
        async () => {
          const text = String(await ask(before, 'INFO', 'replication').catch(() => ''))
          return /role:slave/.test(text) && /master_link_status:up/.test(text)
        },
        40_000,
      )
    },
    async [Symbol.asyncDispose]() {
      await sentinel[Symbol.asyncDispose]()
      await servers[Symbol.asyncDispose]()
    },
  }
}
