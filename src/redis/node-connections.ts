import {type Address, formatAddress} from '../domain/address.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost} from './errors.js'
import {type NodeClient, toNodeClient} from './node-client.js'
import {Wire} from './wire.js'

/** The connections of a session, one to each address. */
export class NodeConnections {
  private readonly options: ConnectionOptions
  private readonly open = new Map<string, Promise<NodeClient>>()
  private readonly ending = new AbortController()

  constructor(options: ConnectionOptions) {
    this.options = options
  }

  /**
   * Connects, or returns the existing connection. `patience`: by which the time limits of a new connection are
   * multiplied. Rejects with ConnectionLost or ReplyRefused.
   */
  async connect(address: Address, patience = 1): Promise<NodeClient> {
    this.refuseAfterEnd()
    const key = formatAddress(address)
    const known = this.open.get(key)
    if (known) {
      const client = await known
      if (client.isOpen()) return client
      // A server may have closed a connection that was idle while the user thought about a question.
      this.forget(key, known)
      return this.connect(address, patience)
    }
    const opening = this.openNode(address, patience)
    this.open.set(key, opening)
    // The node may be up at the next attempt.
    opening.catch(() => this.forget(key, opening))
    return opening
  }

  /** Closes the connection to an address, if there is one. The next attempt opens another one. */
  drop(address: Address): void {
    const key = formatAddress(address)
    const known = this.open.get(key)
    if (!known) return
    this.open.delete(key)
    known.then(
      (client) => client.close(),
      () => undefined,
    )
  }

  /** Closes all, and opens none any more. */
  async close(): Promise<void> {
    this.ending.abort()
    const results = await Promise.allSettled(this.open.values())
    const closeAll = () => {
      for (const result of results) if (result.status === 'fulfilled') result.value.close()
    }
    // That takes time; what was read may be printed before.
    if (results.length > MANY) setImmediate(closeAll)
    else closeAll()
  }

  /** There may be another one by now. */
  private forget(key: string, connection: Promise<NodeClient>): void {
    if (this.open.get(key) === connection) this.open.delete(key)
  }

  /** Work that nobody waits for any more may go on for a while; its connections would keep the process alive. */
  private refuseAfterEnd(): void {
    if (this.ending.signal.aborted) throw new ConnectionLost('the session has ended')
  }

  private async openNode(address: Address, patience: number): Promise<NodeClient> {
    const {options} = this
    // Of its own, because Node.js warns about signals with more than ten listeners. A node that does not answer the
    // attempt to connect would keep the process alive until the time limit.
    const signal = AbortSignal.any([this.ending.signal])
    return toNodeClient(await Wire.open(address, {...withPatience(options, patience), signal}), address)
  }
}

/** So many connections are closed a moment later. */
const MANY = 50

/** Of one reply. Timers of Node.js end at once if they are longer than 24 days. */
const LONGEST_REPLY_MS = 3_600_000

/** The system repeats an attempt to connect ever more rarely, so a network that is back would be noticed late. */
const LONGEST_HANDSHAKE_MS = 30_000

/** Without TLS, the limit for connecting stays: the system of a server that has stopped accepts connections for it. */
function withPatience(options: ConnectionOptions, patience: number): ConnectionOptions {
  if (patience === 1) return options
  const longer = (limitMs: number, mostMs: number) => Math.max(limitMs, Math.min(limitMs * patience, mostMs))
  const {commandTimeoutMs, connectTimeoutMs, tls} = options
  return {
    ...options,
    commandTimeoutMs: longer(commandTimeoutMs, LONGEST_REPLY_MS),
    ...(tls && {connectTimeoutMs: longer(connectTimeoutMs, LONGEST_HANDSHAKE_MS)}),
  }
}
