import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import type {FollowPhase, FollowedSource, StreamPlace} from '../../domain/follow.js'
import {type Bringing, placeNow} from '../../execution/follow/bring-keys.js'
import {StreamPlanner} from '../../planning/follow/stream-planner.js'
import {isServerError} from '../../redis/errors.js'
import {keySlot} from '../../redis/key-slot.js'
import {ReplicationLink} from '../../redis/replication-link.js'
import {StreamBroken} from '../../redis/stream-commands.js'
import {HistoryLost, MustCompare} from './anew.js'
import {Clocks} from './clocks.js'
import type {FollowerParts, Following} from './following.js'
import {Receiver} from './receiver.js'
import {untilSettled} from './settled-owners.js'
import {StreamRunner} from './stream-runner.js'

/** Where a follower begins: after a place that an earlier run has come to, or anew. */
export type FollowerStart = {
  /** Undefined: begins anew. */
  readonly place: StreamPlace | undefined
  /** Whether all keys have been brought over. */
  readonly isCopied: boolean
  /** Whether the cluster may have keys of the source already. */
  readonly compares: boolean
}

/** Keeps the cluster in step with one source server. */
export class Follower implements Following {
  readonly parts: FollowerParts
  readonly clocks: Clocks
  phase: FollowPhase = 'attaching'
  /** All keys were brought over once, so that a later run can go on with the stream. */
  isCopied: boolean
  receiver: Receiver | undefined
  runner: StreamRunner | undefined
  /** Keys that have been brought over or compared, of all. */
  readonly swept = {keys: 0, keysTotal: 0}
  private start: FollowerStart
  private needsSweep: boolean
  /** Commands that went the safe way, scripts, and keys that were compared anew: counted over all beginnings. */
  readonly totals = {commands: 0, safe: 0, scripts: 0, unknown: 0, resyncs: 0}

  constructor(parts: FollowerParts, start: FollowerStart) {
    this.parts = parts
    this.start = start
    this.isCopied = start.isCopied
    this.needsSweep = !start.isCopied
    this.clocks = new Clocks(parts.source, parts.owners)
  }

  /** Follows until the signal is aborted. Throws UNREACHABLE, INCOMPLETE, or what the file system says. */
  async run(): Promise<void> {
    while (!this.parts.signal.aborted) {
      try {
        await this.runOnce()
      } catch (error) {
        if (isMoved(error)) await this.parts.checkSource(true)
        if (!isAnew(error)) throw error
        this.parts.onNote(
          `The stream of ${this.parts.name} cannot be continued (${whyAnew(error)}): everything is compared, and what differs is brought over.`,
        )
        this.totals.resyncs++
        this.isCopied = false
        this.needsSweep = true
        this.start = {place: undefined, isCopied: false, compares: true}
        // Also for a run that begins after this one was killed.
        this.parts.save()
      }
    }
  }

  /** What is told of it. */
  get told(): FollowedSource {
    const {receiver, clocks, totals, swept} = this
    const {trouble, isFull = false} = receiver ?? {}
    const clockAheadMs = clocks.worst?.aheadMs ?? 0
    return {name: this.parts.name, ...this.lag, trouble, isFull, clockAheadMs, ...totals, ...swept}
  }

  private get lag() {
    const {spool} = this.parts
    const {position = this.start.place?.offset ?? 0, lagMs = 0} = this.runner ?? {}
    return {
      phase: this.phase,
      offset: position,
      received: Math.max(spool.end, position),
      lagBytes: Math.max(0, spool.end - position),
      lagMs,
      spoolBytes: spool.bytes,
    }
  }

  /** The place from which a later run goes on. */
  get durable(): StreamPlace | undefined {
    const {runner, receiver} = this
    return runner && receiver ? {...runner.durable, replid: receiver.replid} : this.start.place
  }

  private async runOnce(): Promise<void> {
    const {spool, signal, owners} = this.parts
    this.phase = 'attaching'
    const place = this.start.place ?? (await this.findPlace())
    const stop = new AbortController()
    const onAbort = () => stop.abort()
    signal.addEventListener('abort', onAbort, {once: true})
    if (signal.aborted) stop.abort()
    const planner = new StreamPlanner(
      {slotOf: keySlot, databases: this.parts.databases.known, follows: this.parts.databases.follows},
      place.database,
    )
    // What an earlier run may have sent, without having noted it, is brought over instead.
    planner.bringUpTo = spool.end
    const receiver = new Receiver(
      {
        ...this.parts,
        signal: stop.signal,
        // What is read must be of the server whose stream it is.
        onLost: () => this.parts.source.renew(),
        onOther: (end) => {
          planner.distrust(end)
          // The stream has not passed yet what was brought over at first.
          if (planner.bringUpTo > end) this.runner?.doubt('another server has taken over')
        },
      },
      place.replid,
    )
    this.receiver = receiver
    const bringing = this.bringing(receiver, stop.signal, place.offset)
    this.runner = new StreamRunner(this, {planner, receiver, bringing, owners, place})
    this.parts.save()
    const receiving = receiver.run(() => undefined)
    const applying = this.apply(this.runner, bringing)
    try {
      await Promise.race([receiving, applying])
    } finally {
      stop.abort()
      signal.removeEventListener('abort', onAbort)
      await Promise.allSettled([receiving, applying])
    }
  }

  private async apply(runner: StreamRunner, bringing: Bringing): Promise<void> {
    await this.clocks.measure()
    // What an earlier run may have sent, also if the end of what it had on disk is lost.
    runner.bringUpTo(await placeNow(bringing))
    if (this.needsSweep) {
      this.phase = this.start.compares ? 'comparing' : 'copying'
      const {replid} = this.receiver ?? {}
      const {owners} = this.parts
      const failures = owners.failures.length
      await this.parts.sweep(bringing, this.start.compares)
      if (bringing.signal.aborted) return
      runner.bringUpTo(Math.max(await placeNow(bringing), bringing.seen.offset))
      if (this.receiver?.replid !== replid) throw new MustCompare('another server has taken over')
      // The stream says nothing of most keys that were brought over.
      await untilSettled(owners, bringing.signal)
      const failure = owners.failures.slice(failures).at(-1)
      if (failure !== undefined) throw new MustCompare(failure)
      this.needsSweep = false
      this.isCopied = true
      this.start = {...this.start, compares: true}
      this.parts.save()
    }
    await runner.run()
  }

  private bringing(receiver: Receiver, signal: AbortSignal, begin: number): Bringing {
    const {source, owners, databases, inCluster, onWaiting, onRefused, patienceMs} = this.parts
    return {
      source,
      owners,
      inCluster,
      signal,
      onWaiting,
      onRefused,
      databaseFor: (db) => databases.targetOf(db),
      isKnown: (replid) => replid === receiver.replid,
      patienceMs,
      begin,
      seen: {offset: begin},
    }
  }

  private async findPlace(): Promise<StreamPlace> {
    const {attach, options, signal, spool, source} = this.parts
    const deadline = performance.now() + this.parts.patienceMs
    for (;;) {
      // Waits for the source as long as it may take.
      await source.use('read', (client) => client.historyPlace())
      try {
        const {address, isReplica} = await attach.server()
        const found = await ReplicationLink.findStart(address, options, {
          silenceMs: 60_000,
          signal,
          isReplica,
        })
        spool.beginAt(found.offset)
        return found
      } catch (error) {
        // A server that is loading, or a replica without its primary, sends its stream later.
        if (!isServerError(error)) throw error
        if (performance.now() > deadline || signal.aborted) throw unreachable(this.parts.name, error)
        attach.lost()
        this.parts.onWaiting(`the source ${this.parts.name} to send its stream: ${error.message}`)
        await sleep(200)
      }
    }
  }
}

function unreachable(name: string, error: Error): ClusterToolError {
  return new ClusterToolError('UNREACHABLE', `The source ${name} sends no stream: ${error.message}.`, {
    cause: error,
  })
}

/** A node of a source cluster does not have a key any more that it had at the start. */
function isMoved(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && /^(MOVED|ASK)\b/.test(cause.message)
}

function isAnew(error: unknown): error is Error {
  return error instanceof HistoryLost || error instanceof StreamBroken || error instanceof MustCompare
}

function whyAnew(error: Error): string {
  if (error instanceof HistoryLost) return 'the source does not have what follows any more'
  return error instanceof StreamBroken ? 'what is on disk is not a stream' : error.message
}
