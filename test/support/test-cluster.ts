import {testOperator} from './state-folder.js'
import type {NodeId} from '../../src/domain/node.js'
import {create} from '../../src/operations/create.js'
import type {ConnectionOptions} from '../../src/redis/connection.js'
import {ask} from './ask.js'
import {TestServers, type TestServersOptions} from './servers.js'
import type {TestServer} from './test-server.js'

/** How a user connects without flags, but with shorter time limits. */
export const PLAIN: ConnectionOptions = {
  user: undefined,
  password: undefined,
  tls: undefined,
  addressMap: [],
  connectTimeoutMs: 1000,
  commandTimeoutMs: 1500,
}

export type TestShard = {readonly primary: TestServer; readonly replicas: readonly TestServer[]}

/** Milliseconds for each reply while a cluster is formed: other tests may keep the machine busy. */
const FORMING_MS = 5000

/** Real servers that `create` made a cluster of. Disposing kills them. */
export class TestCluster implements AsyncDisposable {
  private readonly owned: readonly AsyncDisposable[]
  /** As created, in the order of their slots. */
  readonly shards: readonly TestShard[]
  private readonly ids: ReadonlyMap<TestServer, NodeId>

  private constructor(
    owned: readonly AsyncDisposable[],
    shards: readonly TestShard[],
    ids: ReadonlyMap<TestServer, NodeId>,
  ) {
    this.owned = owned
    this.shards = shards
    this.ids = ids
  }

  /** Starts servers and makes a cluster of them with this number of replicas for each primary. */
  static async start({
    replicas,
    connection,
    ...options
  }: TestServersOptions & {
    readonly replicas: number
    readonly connection?: ConnectionOptions
  }): Promise<TestCluster> {
    const servers = await TestServers.start(options)
    try {
      return await TestCluster.form([servers], replicas, connection)
    } catch (error) {
      await servers[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Makes a cluster of all servers and takes them over. Throws if create does not succeed. */
  static async form(
    owned: readonly TestServers[],
    replicas: number,
    connection: ConnectionOptions = PLAIN,
  ): Promise<TestCluster> {
    const nodes = owned.flatMap(({nodes}) => nodes)
    const {status, shards, steps} = await create(
      nodes,
      {replicas, allowFewerPrimaries: true, dryRun: false, joinLimitMs: 20_000},
      {
        // The time limits of clustertool are not tested here.
        connection: {...connection, commandTimeoutMs: Math.max(connection.commandTimeoutMs, FORMING_MS)},
        signal: new AbortController().signal,
        onEvent: () => undefined,
        ...testOperator(),
        confirm: () => Promise.resolve(true),
      },
    )
    if (status !== 'done')
      throw new Error(
        `the test cluster was not formed: ${JSON.stringify(steps.filter((step) => step.status !== 'done'))}`,
      )
    const candidates = shards.flatMap(({primary, replicas}) => [primary, ...replicas])
    const ids = new Map(candidates.map(({id, address}) => [serverAt(nodes, address), id]))
    const formed = shards.map(({primary, replicas}) => ({
      primary: serverAt(nodes, primary.address),
      replicas: replicas.map(({address}) => serverAt(nodes, address)),
    }))
    return new TestCluster(owned, formed, ids)
  }

  /** The shard with this index; throws when there is none. */
  shard(index: number): TestShard {
    const shard = this.shards[index]
    if (shard === undefined) throw new RangeError(`there is no shard ${index}`)
    return shard
  }

  /** The first replica of the shard with this index; throws when there is none. */
  replica(index: number): TestServer {
    const replica = this.shard(index).replicas[0]
    if (replica === undefined) throw new RangeError(`shard ${index} has no replica`)
    return replica
  }

  idOf(server: TestServer): NodeId {
    const id = this.ids.get(server)
    if (id === undefined) throw new Error(`${server.address} was not part of the cluster when it was formed`)
    return id
  }

  idsOf(servers: readonly TestServer[]): NodeId[] {
    return servers.map((server) => this.idOf(server))
  }

  /** The nodes of the cluster as created, primaries first. */
  get nodes(): TestServer[] {
    return [...this.shards.map(({primary}) => primary), ...this.shards.flatMap(({replicas}) => replicas)]
  }

  get primaries(): TestServer[] {
    return this.shards.map(({primary}) => primary)
  }

  /** CONFIG SET on some nodes. Default: all. */
  async configure(setting: string, value: string, nodes: readonly TestServer[] = this.nodes): Promise<void> {
    await Promise.all(nodes.map((node) => ask(node, 'CONFIG', 'SET', setting, value)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.owned.map((servers) => servers[Symbol.asyncDispose]()))
  }
}

function serverAt(servers: readonly TestServer[], address: string): TestServer {
  const server = servers.find((one) => one.address === address)
  if (server === undefined) throw new Error(`there is no server at ${address}`)
  return server
}
