import {setTimeout as sleep} from 'node:timers/promises'
import type {CutoverResult, CutoverWish, Then} from '../../domain/cutover.js'
import {ClusterToolError} from '../../domain/errors.js'
import {settleAll} from '../../domain/settle-all.js'
import type {HistoryPlace} from '../../redis/dump-at.js'
import {isServerError} from '../../redis/errors.js'
import type {FollowedServer} from './followed-sources.js'
import type {Follower} from './follower.js'
import {SourceGate} from './source-gate.js'
import type {StillComparison} from './compare-still.js'

export type CutoverParts = {
  readonly servers: readonly FollowedServer[]
  readonly followers: readonly Follower[]
  /** Compares both sides while nobody writes to the source. */
  readonly compare: (sample: number | undefined) => Promise<StillComparison>
  /** Waits until the replicas of the cluster have everything, too. */
  readonly settle: () => Promise<void>
}

/** Longer than a lag of `--ready-below` takes to be made up for. */
const DRAIN_LIMIT_MS = 10_000
const POLL_MS = 5

/**
 * A source that is closed to writes, so that everything in it is in the cluster. If nobody says in time how it goes on, or if
 * this program ends, the source takes writes again.
 */
export class Cutover {
  private readonly parts: CutoverParts
  private gates: readonly SourceGate[] = []
  private timer: NodeJS.Timeout | undefined
  private isGivenUp = false
  /** Whether the source is closed at present. */
  isHeld = false

  constructor(parts: CutoverParts) {
    this.parts = parts
  }

  /** Closes the source, waits until everything is in the cluster, and compares. Opens it again unless all is equal. */
  async begin({sample, holdMs, afterwards}: CutoverWish): Promise<CutoverResult> {
    this.isHeld = true
    const times = {closedAt: performance.now(), drainedMs: 0}
    try {
      this.gates = await this.openGates()
      if (afterwards === 'shutdown') await this.refuseReplicas()
      times.closedAt = performance.now()
      await this.untilApplied(await settleAll(this.gates.map((gate) => gate.close())))
      times.drainedMs = Math.round(performance.now() - times.closedAt)
      const compared = await this.parts.compare(sample)
      await this.refuseOpened()
      const pausedMs = Math.round(performance.now() - times.closedAt)
      if (compared.status === 'equal') this.timer = setTimeout(() => void this.close(), holdMs)
      else await this.giveUp(compared)
      return {...compared, sample, pausedMs, drainedMs: times.drainedMs}
    } catch (error) {
      if (!isServerError(error) && !(error instanceof ClusterToolError)) throw error
      return this.failed(error, sample, times)
    }
  }

  /** Ends it. Returns why that was impossible; undefined if it was done. */
  async end(afterwards: Then): Promise<string | undefined> {
    if (!this.isHeld) return 'the source takes writes again already, because nobody went on in time'
    clearTimeout(this.timer)
    if (afterwards === 'unpause') return this.close()
    try {
      await this.refuseOpened()
      // Whatever came through since is waited for.
      await this.untilApplied(await settleAll(this.gates.map((gate) => gate.keepClosed())))
      await this.refuseOpened()
      await this.parts.settle()
      await settleAll(
        this.gates.map((gate) => (afterwards === 'readonly' ? gate.letClientsGo() : gate.shutDown())),
      )
      await this.letGo()
      return undefined
    } catch (error) {
      if (!isServerError(error) && !(error instanceof ClusterToolError)) throw error
      const trouble = await this.close()
      return [error.message.replace(/[.]$/, ''), ...(trouble === undefined ? [] : [trouble])].join('; ')
    }
  }

  /** The source takes writes again. Returns why not, if it cannot be told so. */
  async close(): Promise<string | undefined> {
    this.isGivenUp = true
    clearTimeout(this.timer)
    const ends = await Promise.allSettled(this.gates.map((gate) => gate.open()))
    const failed = ends.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
    await this.letGo()
    for (const reason of failed) if (!isServerError(reason)) throw reason
    const [first] = failed as Error[]
    return first && `the source could not be told to take writes again: ${first.message}`
  }

  /** Those that were opened are closed if another one cannot be. */
  private async openGates(): Promise<SourceGate[]> {
    const opening = this.parts.servers.map(({primary, options}) => SourceGate.open(primary, options))
    try {
      return await settleAll(opening)
    } catch (error) {
      for (const end of await Promise.allSettled(opening)) {
        if (end.status === 'fulfilled') await end.value[Symbol.asyncDispose]()
      }
      throw error
    }
  }

  private async refuseReplicas(): Promise<void> {
    const have = await settleAll(this.gates.map((gate) => gate.hasReplicas()))
    if (have.includes(true)) throw incomplete('a replica may take over from a source that is shut down')
  }

  private async refuseOpened(): Promise<void> {
    if (this.isGivenUp) throw incomplete('it was given up')
    await settleAll(this.gates.map((gate) => gate.refuseOpened()))
    // Sentinels, or the nodes of a cluster, may have another primary by now.
    const moved = await settleAll(this.parts.servers.map(({attach}) => attach.hasMoved()))
    if (moved.includes(true)) throw incomplete('another server has become the primary of the source')
  }

  /** The follower brings over what differs. */
  private async giveUp({status}: StillComparison): Promise<void> {
    await this.close()
    if (status !== 'different') return
    for (const {runner} of this.parts.followers) runner?.doubt('a cutover has found differences')
  }

  private async failed(
    error: Error,
    sample: number | undefined,
    {closedAt, drainedMs}: {readonly closedAt: number; readonly drainedMs: number},
  ): Promise<CutoverResult> {
    const trouble = await this.close()
    return {
      status: 'failed',
      reason: [error.message.replace(/[.]$/, ''), ...(trouble === undefined ? [] : [trouble])].join('; '),
      pausedMs: Math.round(performance.now() - closedAt),
      drainedMs,
      sample,
      lasting: {source: 0, cluster: 0},
      differing: {count: 0, shown: []},
    }
  }

  private async letGo(): Promise<void> {
    this.isHeld = false
    await Promise.all(this.gates.map((gate) => gate[Symbol.asyncDispose]()))
    this.gates = []
  }

  private async untilApplied(places: readonly HistoryPlace[]): Promise<void> {
    const deadline = performance.now() + DRAIN_LIMIT_MS
    const {followers} = this.parts
    const isThere = (follower: Follower, place: HistoryPlace | undefined) =>
      place !== undefined &&
      follower.receiver?.replid === place.replid &&
      follower.told.offset >= place.offset
    while (!followers.every((follower, at) => isThere(follower, places[at]))) {
      if (this.isGivenUp) throw incomplete('it was given up')
      if (performance.now() > deadline) {
        throw incomplete(
          `the last writes of the source were not in the cluster after ${DRAIN_LIMIT_MS / 1000} s`,
        )
      }
      await sleep(POLL_MS)
    }
  }
}

function incomplete(reason: string): ClusterToolError {
  return new ClusterToolError('INCOMPLETE', reason)
}
