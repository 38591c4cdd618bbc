import {setTimeout as sleep} from 'node:timers/promises'
import type {Address} from '../../domain/address.js'
import type {NodeInfo} from '../../domain/node.js'
import {isAtLeast} from '../../domain/version.js'
import {replicasIn} from '../../redis/attach-point.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {type HistoryPlace, historyPlaceIn} from '../../redis/dump-at.js'
import {ConnectionLost, isServerError} from '../../redis/errors.js'
import {parseInfo, primaryAddressIn, runIdIn} from '../../redis/info.js'
import {readSettings} from '../../redis/settings.js'
import {accept, type Command, Wire} from '../../redis/wire.js'

/** A source goes on by itself after this time, in milliseconds, if this program is killed. */
const PAUSE_MS = 5000
const RENEW_EVERY_MS = 1000
/** An older server answers nobody while it pauses, not even Sentinels. */
const OLD_PAUSE_MS = 1000
/** No server has as many replicas, so that it refuses all writes (Redis 2.8). */
const NO_WRITES = 1_000_000
const REPLICAS_NEEDED = 'min-slaves-to-write'
const REPLICA_LAG = 'min-slaves-max-lag'

/** A source primary that can be closed to writes, and opened again. Closes its connection when its scope ends. */
export class SourceGate implements AsyncDisposable {
  private wire: Wire
  private readonly address: Address
  private readonly options: ConnectionOptions
  private readonly info: NodeInfo
  private readonly runId: string | undefined
  private readonly before: EarlierSettings
  private renewing: NodeJS.Timeout | undefined
  private renewedAt = 0
  private trouble: unknown
  /** Whether its settings may make it refuse writes. */
  private refuses = false

  private constructor(wire: Wire, address: Address, {options, text, before}: GateFacts) {
    this.wire = wire
    this.address = address
    this.options = options
    this.before = before
    this.info = parseInfo(text)
    this.runId = runIdIn(text)
  }

  /** Connects to the primary, also if one of its replicas is named. Rejects with ConnectionLost or ReplyRefused. */
  static async open(locate: () => Promise<Address>, options: ConnectionOptions): Promise<SourceGate> {
    const address = await locate()
    const wire = await Wire.open(address, options)
    try {
      const text = String(await wire.call('INFO'))
      const primary = parseInfo(text).replication.role === 'replica' ? primaryAddressIn(text) : undefined
      if (!primary) {
        return new SourceGate(wire, address, {options, text, before: await readBefore(wire)})
      }
      wire.close()
      return await SourceGate.open(() => Promise.resolve(primary), options)
    } catch (error) {
      wire.close()
      throw error
    }
  }

  /**
   * From now on it takes no writes: clients wait (CLIENT PAUSE WRITE, Redis 6.2), or on an older server wait a moment and
   * then get an error. Returns the place of its stream; nothing comes after it.
   */
  async close(): Promise<HistoryPlace> {
    if (!this.pausesWrites) return this.closeOld()
    await this.pause()
    this.renewing = setInterval(() => void this.renew(), RENEW_EVERY_MS)
    return this.place()
  }

  /** Rejects with ConnectionLost if it may have taken writes meanwhile. */
  async refuseOpened(): Promise<void> {
    if (this.trouble !== undefined) throw this.trouble
    const text = String(await this.wire.call('INFO'))
    if (runIdIn(text) === this.runId && parseInfo(text).replication.role === 'primary') return
    throw new ConnectionLost('another server took its place')
  }

  /** It takes writes again. Connects once more if it has to. Rejects with ConnectionLost or ReplyRefused. */
  async open(): Promise<void> {
    clearInterval(this.renewing)
    if (!this.wire.isOpen()) this.wire = await Wire.open(this.address, this.options)
    if (this.refuses) {
      await this.wire.call('CONFIG', 'SET', REPLICAS_NEEDED, this.before.needed)
      await this.wire.call('CONFIG', 'SET', REPLICA_LAG, this.before.lag)
    }
    if (this.pausesWrites) await this.wire.call('CLIENT', 'UNPAUSE')
  }

  /** From now on it refuses all writes, and its replicas do if they become primaries. Returns the place of its stream. */
  async keepClosed(): Promise<HistoryPlace> {
    this.refuses = true
    await refuseWrites(this.wire)
    const text = String(await this.wire.call('INFO', 'replication'))
    await Promise.allSettled(replicasIn(text).map((address) => closeReplica(address, this.options)))
    return this.place()
  }

  /** Clients do not wait any more, and get an error when they write. */
  async letClientsGo(): Promise<void> {
    clearInterval(this.renewing)
    if (this.pausesWrites) await this.wire.call('CLIENT', 'UNPAUSE')
  }

  /** Whether a replica would take over if it is shut down by hand. */
  async hasReplicas(): Promise<boolean> {
    return replicasIn(String(await this.wire.call('INFO', 'replication'))).length > 0
  }

  /** Ends the server, which saves its data if it is set to. Rejects if it does not end. */
  async shutDown(): Promise<void> {
    clearInterval(this.renewing)
    await this.wire.call('SHUTDOWN').catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) throw error
    })
    const deadline = performance.now() + SHUTDOWN_LIMIT_MS
    while (await isThere(this.address, this.options)) {
      if (performance.now() > deadline) throw new ConnectionLost('it did not shut down')
      await sleep(100)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.renewing)
    this.wire.close()
  }

  private get pausesWrites(): boolean {
    return this.info.software === 'valkey' || isAtLeast(this.info.version, 6, 2)
  }

  private async place(): Promise<HistoryPlace> {
    return historyPlaceIn(String(await this.wire.call('INFO', 'replication')), this.runId)
  }

  private async renew(): Promise<void> {
    try {
      await this.pause()
    } catch (error) {
      if (!isServerError(error)) throw error
      this.trouble = error
    }
  }

  /** This process may have been stopped for so long that the pause was over. */
  private async pause(): Promise<void> {
    const before = this.renewedAt
    await this.wire.call('CLIENT', 'PAUSE', PAUSE_MS, 'WRITE')
    this.renewedAt = performance.now()
    if (before > 0 && this.renewedAt - before > PAUSE_MS - RENEW_EVERY_MS) {
      this.trouble = new ConnectionLost('its pause was renewed too late')
    }
  }

  private async closeOld(): Promise<HistoryPlace> {
    this.refuses = true
    const commands: Command[] = [
      ['CLIENT', 'PAUSE', OLD_PAUSE_MS],
      ['CONFIG', 'SET', REPLICAS_NEEDED, NO_WRITES],
      ['CONFIG', 'SET', REPLICA_LAG, 10],
      ['INFO', 'replication'],
    ]
    const replies = await this.wire.transaction(commands)
    for (const reply of replies) accept(reply)
    return historyPlaceIn(String(accept(replies.at(-1))), this.runId)
  }
}

type EarlierSettings = {readonly needed: string; readonly lag: string}

type GateFacts = {
  readonly options: ConnectionOptions
  readonly text: string
  readonly before: EarlierSettings
}

const SHUTDOWN_LIMIT_MS = 30_000

async function isThere(address: Address, options: ConnectionOptions): Promise<boolean> {
  try {
    const wire = await Wire.open(address, options)
    wire.close()
    return true
  } catch (error) {
    // One that refuses a login is there.
    if (!isServerError(error)) throw error
    return !(error instanceof ConnectionLost)
  }
}

/** What an interrupted cutover has left is not how it was meant to be. */
async function readBefore(wire: Wire): Promise<EarlierSettings> {
  const settings = await readSettings(wire, 'min-slaves-*')
  const needed = settings.get(REPLICAS_NEEDED) ?? '0'
  return {needed: needed === String(NO_WRITES) ? '0' : needed, lag: settings.get(REPLICA_LAG) ?? '10'}
}

async function refuseWrites(wire: Wire): Promise<void> {
  await wire.call('CONFIG', 'SET', REPLICAS_NEEDED, NO_WRITES)
  await wire.call('CONFIG', 'SET', REPLICA_LAG, 10)
}

async function closeReplica(address: Address, options: ConnectionOptions): Promise<void> {
  const wire = await Wire.open(address, options)
  await refuseWrites(wire).finally(() => wire.close())
}
