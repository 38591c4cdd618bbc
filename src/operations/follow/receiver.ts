import {setTimeout as sleep} from 'node:timers/promises'
import {unlessBug} from '../../domain/bug.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {AttachPoint} from '../../redis/attach-point.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {isServerError} from '../../redis/errors.js'
import {toFailure} from '../../redis/failure.js'
import {ReplicationLink} from '../../redis/replication-link.js'
import type {Spool} from '../../storage/spool.js'
import {HistoryLost} from './anew.js'
import {Arrivals} from './arrivals.js'

export type ReceiverFacts = {
  readonly name: string
  readonly attach: AttachPoint
  readonly options: ConnectionOptions
  readonly spool: Spool
  /** Most bytes on disk. */
  readonly limitBytes: number
  readonly signal: AbortSignal
  /** How long the source may be out of reach, in milliseconds. */
  readonly patienceMs: number
  readonly onWaiting: (what: string) => void
  /** Called each time that the link is lost. */
  readonly onLost: () => Promise<void>
  /** Called when another server has taken over. `end`: the stream up to this byte is that of both. */
  readonly onOther: (end: number) => void
}

/** A primary sends something every 10 s (repl-ping-replica-period), and drops a replica that says nothing for 60 s. */
const SILENCE_MS = 45_000
const ACKNOWLEDGE_MS = 500
const AGAIN_AFTER_MS = 200
/** What a disk must keep for others. */
const FREE_BYTES = 128 * 1024 * 1024
const GETACK = Buffer.from('GETACK')

/** Writes the replication stream of a source to disk as it comes, and goes on after lost connections. */
export class Receiver {
  private readonly facts: ReceiverFacts
  /** When which part of the stream arrived. */
  readonly arrivals = new Arrivals()
  private history: string
  /** Why the stream does not come at present. */
  trouble: string | undefined
  isFull = false
  private wake: () => void = () => undefined
  private link: ReplicationLink | undefined

  /** `replid`: the history of what is on disk. */
  constructor(facts: ReceiverFacts, replid: string) {
    this.facts = facts
    this.history = replid
  }

  get replid(): string {
    return this.history
  }

  /**
   * Receives until the signal is aborted. `onConnected`: called each time that the stream goes on. Throws HistoryLost, and
   * UNREACHABLE if the source does not come back.
   */
  async run(onConnected: () => void): Promise<void> {
    const {signal, attach, patienceMs, name} = this.facts
    let lostAt = performance.now()
    while (!signal.aborted) {
      try {
        await this.receive(() => {
          this.trouble = undefined
          onConnected()
        })
      } catch (error) {
        if (signal.aborted && !(error instanceof HistoryLost)) return
        if (!isServerError(error) && !isUnreachable(error)) throw error
        const now = performance.now()
        if (this.trouble === undefined) lostAt = now
        this.trouble = isServerError(error) ? toFailure(error).reason : error.message
        attach.lost()
        await this.facts.onLost()
        if (now - lostAt > patienceMs) throw tooLong(name, this.trouble, patienceMs)
        this.facts.onWaiting(`the source ${name} to come back: ${this.trouble}`)
        await sleep(AGAIN_AFTER_MS, undefined, {signal}).catch(unlessBug)
      }
    }
  }

  /** If another server is the primary now, goes on there. */
  async followPrimary(): Promise<void> {
    if (await this.facts.attach.hasMoved()) this.link?.close()
  }

  /** Waits until there is more than this on disk, at most this many milliseconds. */
  async untilMore(offset: number, limitMs: number): Promise<void> {
    if (this.facts.spool.end > offset) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.wake = resolve
      timer = setTimeout(resolve, limitMs)
    })
    clearTimeout(timer)
  }

  private async receive(onConnected: () => void): Promise<void> {
    const {attach, options, spool, signal} = this.facts
    const limit = {silenceMs: SILENCE_MS, signal}
    const {address} = await attach.server()
    const link = await ReplicationLink.goOn(
      address,
      options,
      {replid: this.history, offset: spool.end},
      limit,
    )
    if (!link) throw new HistoryLost()
    if (link.replid !== this.history) this.facts.onOther(spool.end)
    this.history = link.replid
    this.link = link
    const timer = setInterval(() => link.acknowledge(spool.end), ACKNOWLEDGE_MS)
    try {
      onConnected()
      link.acknowledge(spool.end)
      for (;;) {
        const chunk = await link.chunk(limit)
        await this.store(chunk)
        // Somebody waits for this answer: a server that is being stopped, or that hands over to a replica.
        if (chunk.includes(GETACK)) link.acknowledge(spool.end)
      }
    } finally {
      clearInterval(timer)
      link.close()
    }
  }

  /** While there is no room, nothing more is read. The source keeps what it can, and drops this replica then. */
  private async store(chunk: Buffer): Promise<void> {
    const {spool, signal, onWaiting} = this.facts
    const end = spool.end + chunk.length
    while (spool.end < end) {
      const rest = chunk.subarray(chunk.length - (end - spool.end))
      this.isFull = !this.hasRoomFor(rest.length) || !tryAppend(spool, rest)
      this.arrivals.note(spool.end, performance.now())
      this.wake()
      if (!this.isFull) continue
      if (signal.aborted) return
      onWaiting('room in the spool: the cluster is slower than the source')
      await sleep(AGAIN_AFTER_MS)
    }
  }

  private hasRoomFor(bytes: number): boolean {
    const {spool, limitBytes} = this.facts
    return spool.bytes + bytes <= limitBytes && spool.freeBytes > FREE_BYTES + bytes
  }
}

/** Whether all of it is on disk now; part of it may be if not. */
function tryAppend(spool: Spool, chunk: Buffer): boolean {
  try {
    spool.append(chunk)
    return true
  } catch (error) {
    if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return false
  }
}

function isUnreachable(error: unknown): error is ClusterToolError {
  return error instanceof ClusterToolError && error.code === 'UNREACHABLE'
}

function tooLong(name: string, reason: string, patienceMs: number): ClusterToolError {
  return new ClusterToolError(
    'UNREACHABLE',
    `The source ${name} did not come back within ${Math.round(patienceMs / 1000)} s: ${reason}.`,
  )
}
