import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId} from '../domain/node.js'
import type {ConnectionOptions} from './connection.js'
import {type KeyClient, KeyConnection} from './key-client.js'
import type {NodeClient} from './node-client.js'
import {NodeConnections} from './node-connections.js'
import {type Count, type SlotClient, SlotConnection} from './slot-client.js'
import {Wire} from './wire.js'
import {openWriteProbe, type WriteProbe} from './write-probe.js'
import type {SlotRange} from '../domain/slot.js'

/** The open connections of one run, one to each node. All are closed when its scope ends. */
export interface Session extends AsyncDisposable {
  readonly options: ConnectionOptions
  /**
   * Connects, or returns the existing connection. `patience`: by which the time limits of a new connection are
   * multiplied. Rejects with ConnectionLost or ReplyRefused.
   */
  connect(address: Address, patience?: number): Promise<NodeClient>
  /** Closes the connection to an address, if there is one: one that has gone silent may never answer again. */
  drop(address: Address): void
  /** Records which node a connection leads to. */
  register(id: NodeId, client: NodeClient): void
  /** The connection to a node that was read before; throws UNREACHABLE if there is none. */
  node(id: NodeId): NodeClient
  /** Whether there is such a connection. */
  isConnected(id: NodeId): boolean
  /**
   * Another connection to such a node, for moving slots, with its own time limit in milliseconds for each reply: a
   * server that sends a big key serves nobody in the meantime.
   */
  slotClient(id: NodeId, limitMs: number): Promise<SlotClient>
  /** Another connection to such a node, for copying a key in pieces. */
  wire(id: NodeId, limitMs: number): Promise<Wire>
  /** Another connection for reading and writing whole keys. */
  keyClient(id: NodeId, limitMs: number): Promise<KeyClient>
  /** Another connection, for measuring how long a primary holds writes to its slots. */
  writeProbe(id: NodeId, ranges: readonly SlotRange[]): Promise<WriteProbe>
  /** The approximate number of reads that these connections caused on a node. */
  readsCausedOn(id: NodeId): number
}

/** A session without connections; each is opened when it is first needed. */
export function openSession(options: ConnectionOptions): Session {
  const connections = new NodeConnections(options)
  const nodes = new Map<NodeId, NodeClient>()
  const others = new Others()
  const counts = new Map<NodeId, Count>()
  return {
    options,
    connect: (address, patience) => connections.connect(address, patience),
    drop: (address) => connections.drop(address),
    register: (id, client) => void nodes.set(id, client),
    node(id) {
      return nodes.get(id) ?? noConnection(id)
    },
    isConnected: (id) => nodes.get(id)?.isOpen() ?? false,
    async slotClient(id, limitMs) {
      return others.keep(new SlotConnection(await this.wire(id, limitMs), countOf(counts, id)))
    },
    async wire(id, limitMs) {
      return others.keep(await Wire.open(this.node(id).address, {...options, commandTimeoutMs: limitMs}))
    },
    async keyClient(id, limitMs) {
      return others.keep(await openKeyClient(this.node(id).address, {...options, commandTimeoutMs: limitMs}))
    },
    async writeProbe(id, ranges) {
      return others.keep(await openWriteProbe(this.node(id).address, ranges, options))
    },
    readsCausedOn: (id) => counts.get(id)?.reads ?? 0,
    [Symbol.asyncDispose]() {
      others.close()
      return connections.close()
    },
  }
}

function noConnection(id: NodeId): never {
  throw new ClusterToolError('UNREACHABLE', `There is no connection to node ${id}.`)
}

function countOf(counts: Map<NodeId, Count>, id: NodeId): Count {
  const count = counts.get(id) ?? {reads: 0}
  counts.set(id, count)
  return count
}

type Closable = {close(): void}

/**
 * Connections that only their users know. A connection that is opened while the session ends would keep the process
 * alive.
 */
class Others {
  private readonly clients = new Set<Closable>()
  private isClosed = false

  keep<T extends Closable>(client: T): T {
    if (this.isClosed) client.close()
    this.clients.add(client)
    return client
  }

  close(): void {
    this.isClosed = true
    for (const client of this.clients) client.close()
  }
}

async function openKeyClient(address: Address, options: ConnectionOptions): Promise<KeyClient> {
  return new KeyConnection(await Wire.open(address, options))
}
