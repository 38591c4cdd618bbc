import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId} from '../domain/node.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost} from './errors.js'
import {type KeyClient, KeyConnection} from './key-client.js'
import {type NodeClient, toNodeClient} from './node-client.js'
import {type Count, type SlotClient, SlotConnection} from './slot-client.js'
import {Wire} from './wire.js'
import {openWriteProbe, type WriteProbe} from './write-probe.js'
import type {SlotRange} from '../domain/slot.js'

/** The open connections of one run, one to each node. All are closed when its scope ends. */
export interface Session extends AsyncDisposable {
  readonly options: ConnectionOptions
  /** Connects, or returns the existing connection. Rejects with ConnectionLost or ReplyRefused. */
  connect(address: Address): Promise<NodeClient>
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
  const connections = new Map<string, Promise<NodeClient>>()
  const nodes = new Map<NodeId, NodeClient>()
  const others = new Others()
  const counts = new Map<NodeId, Count>()
  const ending = new AbortController()
  return {
    options,
    async connect(address) {
      refuseAfterEnd(ending.signal)
      const key = formatAddress(address)
      const known = connections.get(key)
      if (known) {
        const client = await known
        if (client.isOpen()) return client
        // A server may have closed a connection that was idle while the user thought about a question.
        if (connections.get(key) === known) connections.delete(key)
        return this.connect(address)
      }
      const opening = openNode(address, options, ending.signal)
      connections.set(key, opening)
      // The node may be up at the next attempt.
      opening.catch(() => connections.delete(key))
      return opening
    },
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
      ending.abort()
      return closeAll(connections.values())
    },
  }
}

function noConnection(id: NodeId): never {
  throw new ClusterToolError('UNREACHABLE', `There is no connection to node ${id}.`)
}

/** Work that nobody waits for any more may go on for a while; its connections would keep the process alive. */
function refuseAfterEnd(ending: AbortSignal): void {
  if (ending.aborted) throw new ConnectionLost('the session has ended')
}

function countOf(counts: Map<NodeId, Count>, id: NodeId): Count {
  const count = counts.get(id) ?? {reads: 0}
  counts.set(id, count)
  return count
}

/** `ending`: a node that does not answer the attempt to connect would keep the process alive until the time limit. */
async function openNode(
  address: Address,
  options: ConnectionOptions,
  ending: AbortSignal,
): Promise<NodeClient> {
  // A signal of its own, because Node.js warns about signals with more than ten listeners.
  const signal = AbortSignal.any([ending])
  return toNodeClient(await Wire.open(address, {...options, signal}), address)
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

async function closeAll(connections: Iterable<Promise<NodeClient>>): Promise<void> {
  for (const result of await Promise.allSettled(connections)) {
    if (result.status === 'fulfilled') result.value.close()
  }
}
