import {setTimeout as sleep} from 'node:timers/promises'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeInfo} from '../domain/node.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost, isServerError, ReplyRefused, type ServerError} from './errors.js'
import {toFailure} from './failure.js'
import {parseInfo, primaryAddressIn, runIdIn} from './info.js'
import {type KeyClient, KeyConnection} from './key-client.js'
import {keySlot} from './key-slot.js'
import {Turns} from './turns.js'
import {Wire} from './wire.js'

/** What a source server says about itself. */
export type SourceFacts = {
  readonly address: Address
  readonly info: NodeInfo
  /** The server chooses it at each start; undefined if INFO hides it. */
  readonly runId: string | undefined
  /** Of a replica: the address of its primary. */
  readonly primary: Address | undefined
}

/** A connection for reading, and one that MIGRATE may keep busy. */
type Channel = 'read' | 'send'

type SourceServer = {
  readonly name: string
  /** The current address of the server; asked again whenever the connection is lost. */
  readonly locate: () => Promise<Address>
  /** Of a node of a cluster: the slots that it owned when it was first asked. */
  readonly slots?: ReadonlySet<number> | undefined
  /** Whether a replica will do, too. */
  readonly orReplica?: boolean
  /** Whether its clients may be paused while it is read: scripts must not be able to write then. */
  readonly onlyReads?: boolean
}

/** How to wait for a lost server. */
export type SourcePatience = {
  readonly limitMs: number
  readonly signal: AbortSignal
  /** Called each time that it is lost, with the reason. */
  readonly onLost: (reason: string) => void
}

const AGAIN_AFTER_MS = 200
/** One MIGRATE is executed while the next one is in flight. */
export const MIGRATES_AT_ONCE = 2
const NOT_NOW = /(^|-)(READONLY|LOADING|MASTERDOWN|UNBLOCKED|BUSY)\b/

/** A source server, found again when the connection is lost. Closes its connections when its scope ends. */
export class Source implements AsyncDisposable {
  readonly name: string
  private readonly locate: SourceServer['locate']
  private readonly slots: SourceServer['slots']
  private readonly orReplica: boolean
  private readonly onlyReads: boolean
  private readonly options: ConnectionOptions
  private readonly patience: SourcePatience
  private readonly lanes = new Map<Channel, Promise<KeyClient>>()
  private known: SourceFacts | undefined
  private isClosed = false
  /** All senders wait for their turn, whatever database the keys are in and wherever they go. */
  readonly sending = new Turns(MIGRATES_AT_ONCE)
  /** Increases when another server, or the same after a restart, takes its place: cursors are then invalid. */
  generation = 0

  constructor(server: SourceServer, options: ConnectionOptions, patience: SourcePatience) {
    const {name, locate, slots, orReplica = false, onlyReads = false} = server
    this.name = name
    this.locate = locate
    this.slots = slots
    this.orReplica = orReplica
    this.onlyReads = onlyReads
    this.options = options
    this.patience = patience
  }

  /** Whether a key belongs here, according to the server's cluster at the start. */
  owns(key: Buffer): boolean {
    return this.slots?.has(keySlot(key)) ?? true
  }

  /** Asks the server about itself. Rejects with the error reply, or ConnectionLost. */
  async facts(): Promise<SourceFacts> {
    const client = await this.lane('read')
    const facts = await this.readFacts(client)
    this.known ??= facts
    return facts
  }

  /** Whether it is still the server of the last cursor; if not, the next call finds the right one. */
  async isUnchanged(): Promise<boolean> {
    const before = this.generation
    await this.use('read', async (client) => {
      const {info} = await this.readFacts(client)
      if (info.replication.role === 'replica' && !this.orReplica) {
        throw new ConnectionLost('it has become a replica')
      }
    })
    return this.generation === before
  }

  /**
   * Uses a connection. If it is lost, or the server is no longer a primary, finds the server again and repeats.
   * Throws INCOMPLETE for any other error reply, and UNREACHABLE if the server does not come back in time.
   */
  async use<T>(lane: Channel, work: (client: KeyClient) => Promise<T>): Promise<T> {
    let end: number | undefined
    for (;;) {
      try {
        return await work(await this.lane(lane))
      } catch (error) {
        if (!isLoss(error) || this.isClosed) throw this.refused(error)
        end ??= performance.now() + this.patience.limitMs
        await this.letGo()
        const {reason} = isServerError(error) ? toFailure(error) : {reason: error.message}
        if (performance.now() > end) throw this.gone(reason, error)
        if (this.patience.signal.aborted)
          throw new ClusterToolError('CANCELLED', `Interrupted while ${reason}`)
        this.patience.onLost(reason)
        await sleep(AGAIN_AFTER_MS)
      }
    }
  }

  /** From now on uses the server that is the right one now; what is under way is repeated there. */
  async renew(): Promise<void> {
    await this.letGo()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true
    await this.letGo()
  }

  private async lane(lane: Channel): Promise<KeyClient> {
    // Nobody would close a connection that is opened after the end, and it would keep the process alive.
    if (this.isClosed) throw new ConnectionLost('its connections were closed')
    const known = this.lanes.get(lane)
    if (known) return known
    const opening = this.open()
    this.lanes.set(lane, opening)
    opening.catch(() => this.lanes.get(lane) === opening && this.lanes.delete(lane))
    return opening
  }

  private async open(): Promise<KeyClient> {
    const address = await this.locate()
    const client = new KeyConnection(await Wire.open(address, this.options))
    try {
      if (this.onlyReads) await client.writeNoScripts()
      if (this.known) await this.recognise(client)
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }

  private async recognise(client: KeyClient): Promise<void> {
    const facts = await this.readFacts(client)
    if (facts.info.loading) throw new ConnectionLost('it is loading its data')
    if (facts.info.replication.role === 'replica' && !this.orReplica) {
      throw new ConnectionLost('it is a replica')
    }
    if (facts.runId !== this.known?.runId) {
      this.known = facts
      this.generation++
    }
  }

  private async readFacts(client: KeyClient): Promise<SourceFacts> {
    const text = await client.info()
    return {
      address: await this.locate(),
      info: parseInfo(text),
      runId: runIdIn(text),
      primary: primaryAddressIn(text),
    }
  }

  private async letGo(): Promise<void> {
    const open = [...this.lanes.values()]
    this.lanes.clear()
    for (const result of await Promise.allSettled(open))
      if (result.status === 'fulfilled') result.value.close()
  }

  private refused(error: unknown): unknown {
    if (!(error instanceof ReplyRefused)) return error
    const {reason} = toFailure(error)
    return new ClusterToolError('INCOMPLETE', `The source ${this.name} refuses to send its keys: ${reason}`, {
      cause: error,
    })
  }

  private gone(reason: string, cause: unknown): ClusterToolError {
    const seconds = Math.round(this.patience.limitMs / 1000)
    return new ClusterToolError(
      'UNREACHABLE',
      `The source ${this.name} did not come back within ${seconds} s: ${reason}.`,
      {cause},
    )
  }
}

/** Whether an error reply says that the server is not, or not yet, the one to read keys from. */
export function isPassing({message}: Error): boolean {
  return NOT_NOW.test(message)
}

function isLoss(error: unknown): error is ServerError | ClusterToolError {
  if (error instanceof ClusterToolError) return error.code === 'UNREACHABLE'
  return error instanceof ConnectionLost || (error instanceof ReplyRefused && isPassing(error))
}

/** A server whose address does not change; `slots`: those that it owns, if it is a node of a cluster. */
export function fixedSource(
  address: Address,
  options: ConnectionOptions,
  patience: SourcePatience,
  slots?: ReadonlySet<number>,
): Source {
  const place = {name: formatAddress(address), locate: () => Promise.resolve(address), slots}
  return new Source(place, options, patience)
}
