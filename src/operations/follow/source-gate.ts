import type {Address} from '../../domain/address.js'
import type {NodeInfo} from '../../domain/node.js'
import {isAtLeast} from '../../domain/version.js'
import {replicasIn} from '../../redis/attach-point.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {type HistoryPlace, historyPlaceIn} from '../../redis/dump-at.js'
import {ConnectionLost} from '../../redis/errors.js'
import {parseInfo, runIdIn} from '../../redis/info.js'
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
  private readonly wire: Wire
  private readonly options: ConnectionOptions
  private readonly info: NodeInfo
  private readonly runId: string | undefined
  private before: {readonly needed: string; readonly lag: string} | undefined
  private renewing: NodeJS.Timeout | undefined
  private trouble: unknown

  private constructor(wire: Wire, text: string, options: ConnectionOptions) {
    this.wire = wire
    this.options = options
    this.info = parseInfo(text)
    this.runId = runIdIn(text)
  }

  /** Connects to the primary. Rejects with ConnectionLost or ReplyRefused. */
  static async open(locate: () => Promise<Address>, options: ConnectionOptions): Promise<SourceGate> {
    const wire = await Wire.open(await locate(), options)
    const gate = new SourceGate(wire, String(await wire.call('INFO')), options)
    gate.before = await gate.readSettings()
    return gate
  }

  /**
   * From now on it takes no writes: clients wait (CLIENT PAUSE WRITE, Redis 6.2), or on an older server wait a moment and
   * then get an error. Returns the place of its stream; nothing comes after it.
   */
  async close(): Promise<HistoryPlace> {
    if (!this.pausesWrites) return this.closeOld()
    await this.pause()
    this.renewing = setInterval(
      () => void this.pause().catch((error: unknown) => (this.trouble = error)),
      RENEW_EVERY_MS,
    )
    return historyPlaceIn(String(await this.wire.call('INFO', 'replication')), this.runId)
  }

  /** Rejects with ConnectionLost if it may have taken writes meanwhile. */
  async refuseOpened(): Promise<void> {
    if (this.trouble !== undefined) throw this.trouble
    const text = String(await this.wire.call('INFO'))
    if (runIdIn(text) === this.runId && parseInfo(text).replication.role === 'primary') return
    throw new ConnectionLost('another server took its place')
  }

  /** It takes writes again. */
  async open(): Promise<void> {
    clearInterval(this.renewing)
    await this.restoreSettings()
    if (this.pausesWrites) await this.wire.call('CLIENT', 'UNPAUSE')
  }

  /** It refuses all writes until somebody changes the setting back. */
  async keepClosed(): Promise<void> {
    clearInterval(this.renewing)
    await refuseWrites(this.wire)
    // One of them may become primary.
    const replicas = replicasIn(String(await this.wire.call('INFO', 'replication')))
    await Promise.allSettled(replicas.map((address) => closeReplica(address, this.options)))
    if (this.pausesWrites) await this.wire.call('CLIENT', 'UNPAUSE')
  }

  /** Ends the server, which saves its data if it is set to. */
  async shutDown(): Promise<void> {
    clearInterval(this.renewing)
    await this.wire.call('SHUTDOWN').catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) throw error
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.renewing)
    this.wire.close()
  }

  private get pausesWrites(): boolean {
    return this.info.software === 'valkey' || isAtLeast(this.info.version, 6, 2)
  }

  private async pause(): Promise<void> {
    await this.wire.call('CLIENT', 'PAUSE', PAUSE_MS, 'WRITE')
  }

  private async closeOld(): Promise<HistoryPlace> {
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

  private async readSettings() {
    const settings = await readSettings(this.wire, 'min-slaves-*')
    const needed = settings.get(REPLICAS_NEEDED) ?? '0'
    // Of a cutover that was killed: nobody else sets that.
    return {needed: needed === String(NO_WRITES) ? '0' : needed, lag: settings.get(REPLICA_LAG) ?? '10'}
  }

  private async restoreSettings(): Promise<void> {
    if (!this.before || this.pausesWrites) return
    await this.wire.call('CONFIG', 'SET', REPLICAS_NEEDED, this.before.needed)
    await this.wire.call('CONFIG', 'SET', REPLICA_LAG, this.before.lag)
  }
}

async function refuseWrites(wire: Wire): Promise<void> {
  await wire.call('CONFIG', 'SET', REPLICAS_NEEDED, NO_WRITES)
  await wire.call('CONFIG', 'SET', REPLICA_LAG, 10)
}

async function closeReplica(address: Address, options: ConnectionOptions): Promise<void> {
  const wire = await Wire.open(address, options)
  await refuseWrites(wire).finally(() => wire.close())
}
