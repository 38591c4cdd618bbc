import {setTimeout as sleep} from 'node:timers/promises'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeInfo} from '../domain/node.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost, isServerError, ReplyRefused, type ServerError} from './errors.js'
import {toFailure} from './failure.js'
import {parseInfo} from './info.js'
import {type KeyClient, KeyConnection} from './key-client.js'
import {keySlot} from './key-slot.js'
import {Turns} from './turns.js'
import {Wire} from './wire.js'

/** What a server that gives keys says of itself. */
export type SourceFacts = {
  readonly address: Address
  readonly info: NodeInfo
  /** Made up by the server each time that it starts; undefined where INFO hides it. */
  readonly runId: string | undefined
  /** Of a replica: its primary, as it names that. */
  readonly primary: Address | undefined
}

/** A connection for looking around, and one that MIGRATE may keep busy. */
type Lane = 'read' | 'send'

type Place = {
  readonly name: string
  /** Where the server is now; asked again whenever it was lost. */
  readonly locate: () => Promise<Address>
  /** Of a node of a cluster: those that it owned when it was first asked. */
  readonly slots?: ReadonlySet<number> | undefined
}

/** How a lost server is waited for. */
export type SourcePatience = {
  readonly limitMs: number
  readonly signal: AbortSignal
  /** Called each time that it is lost, with the reason. */
  readonly onLost: (reason: string) => void
}

const AGAIN_AFTER_MS = 200
/** One MIGRATE is worked at while the next is on its way. */
export const MIGRATES_AT_ONCE = 2
const NOT_NOW = /(^|-)(READONLY|LOADING|MASTERDOWN|UNBLOCKED|BUSY)\b/

/** A server that keys are taken from, found again when it is lost. Closes its connections when its scope ends. */
export class Source implements AsyncDisposable {
  readonly name: string
  private readonly locate: Place['locate']
  private readonly slots: Place['slots']
  private readonly options: ConnectionOptions
  private readonly patience: SourcePatience
  private readonly lanes = new Map<Lane, Promise<KeyClient>>()
  private known: SourceFacts | undefined
  private isClosed = false
  /** Whoever has it send keys waits for its turn, whatever database they are of and wherever they go. */
  readonly sending = new Turns(MIGRATES_AT_ONCE)
  /** Goes up when another server, or the same after a restart, stands in its place: cursors are worth nothing then. */
  generation = 0

  constructor({name, locate, slots}: Place, options: ConnectionOptions, patience: SourcePatience) {
    this.name = name
    this.locate = locate
    this.slots = slots
    this.options = options
    this.patience = patience
  }

  /** Whether a key belongs here, as far as the server's cluster said at first. */
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

  /** Whether it is still the server that the last cursor came from; otherwise the next call finds the right one. */
  async isUnchanged(): Promise<boolean> {
    const before = this.generation
    await this.use('read', async (client) => {
      const {info} = await this.readFacts(client)
      if (info.replication.role === 'replica') throw new ConnectionLost('it has become a replica')
    })
    return this.generation === before
  }

  /**
   * Uses a connection; when it is lost, or the server is no primary any more, finds the server again and uses that one.
   * Throws INCOMPLETE for any other error reply, and UNREACHABLE when the server is not there again within the patience.
   */
  async use<T>(lane: Lane, work: (client: KeyClient) => Promise<T>): Promise<T> {
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true
    await this.letGo()
  }

  private async lane(lane: Lane): Promise<KeyClient> {
    // One that is opened after the end would be closed by nobody, and keep the process alive.
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
    if (facts.info.replication.role === 'replica') throw new ConnectionLost('it is a replica')
    if (facts.runId !== this.known?.runId) {
      this.known = facts
      this.generation++
    }
  }

  private async readFacts(client: KeyClient): Promise<SourceFacts> {
    const text = await client.info()
    const word = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1]
    const host = word('master_host')
    return {
      address: await this.locate(),
      info: parseInfo(text),
      runId: word('run_id'),
      primary: host === undefined ? undefined : {host, port: Number(word('master_port'))},
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
    return new ClusterToolError('INCOMPLETE', `The source ${this.name} does not give its keys: ${reason}`, {
      cause: error,
    })
  }

  private gone(reason: string, cause: unknown): ClusterToolError {
    const seconds = Math.round(this.patience.limitMs / 1000)
    return new ClusterToolError(
      'UNREACHABLE',
      `The source ${this.name} was not there again within ${seconds} s: ${reason}.`,
      {cause},
    )
  }
}

/** Whether an error reply says that the server is not, or not yet, the one to take keys from. */
export function isPassing({message}: Error): boolean {
  return NOT_NOW.test(message)
}

function isLoss(error: unknown): error is ServerError | ClusterToolError {
  if (error instanceof ClusterToolError) return error.code === 'UNREACHABLE'
  return error instanceof ConnectionLost || (error instanceof ReplyRefused && isPassing(error))
}

/** Always at the same place; `slots`: those that it owns, of a node of a cluster. */
export function fixedSource(
  address: Address,
  options: ConnectionOptions,
  patience: SourcePatience,
  slots?: ReadonlySet<number>,
): Source {
  const place = {name: formatAddress(address), locate: () => Promise.resolve(address), slots}
  return new Source(place, options, patience)
}
