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
  /** Whether the source is closed at present. */
  isHeld = false

  constructor(parts: CutoverParts) {
    this.parts = parts
  }

  /** Closes the source, waits until everything is in the cluster, and compares. Opens it again unless all is equal. */
  async begin({sample, holdMs}: CutoverWish): Promise<CutoverResult> {
    const closedAt = {ms: performance.now()}
    let drainedMs = 0
    this.isHeld = true
    try {
      const {servers} = this.parts
      this.gates = await settleAll(servers.map(({primary, options}) => SourceGate.open(primary, options)))
      closedAt.ms = performance.now()
      const places = await settleAll(this.gates.map((gate) => gate.close()))
      await this.untilApplied(places)
      drainedMs = Math.round(performance.now() - closedAt.ms)
      const compared = await this.parts.compare(sample)
      await settleAll(this.gates.map((gate) => gate.refuseOpened()))
      const pausedMs = Math.round(performance.now() - closedAt.ms)
      if (compared.status === 'equal') this.hold(holdMs)
      else await this.open()
      // The follower brings over what differs.
      if (compared.status === 'different') {
        for (const {runner} of this.parts.followers) runner?.doubt('a cutover has found differences')
      }
      return {...compared, sample, pausedMs, drainedMs}
    } catch (error) {
      await this.open()
      if (!isServerError(error) && !(error instanceof ClusterToolError)) throw error
      return {
        status: 'failed',
        reason: error.message.replace(/[.]$/, ''),
        pausedMs: Math.round(performance.now() - closedAt.ms),
        drainedMs,
        sample,
        lasting: {source: 0, cluster: 0},
        differing: {count: 0, shown: []},
      }
    }
  }

  /** Ends it. Returns why that was impossible; undefined if it was done. */
  async end(afterwards: Then): Promise<string | undefined> {
    if (!this.isHeld) return 'the source takes writes again already, because nobody went on in time'
    clearTimeout(this.timer)
    try {
      if (afterwards === 'unpause') await this.open()
      else {
        await settleAll(this.gates.map((gate) => gate.refuseOpened()))
        await settleAll(
          this.gates.map((gate) => (afterwards === 'readonly' ? gate.keepClosed() : gate.shutDown())),
        )
      }
      return undefined
    } catch (error) {
      if (!isServerError(error)) throw error
      await this.open()
      return error.message
    } finally {
      await this.letGo()
    }
  }

  /** The source takes writes again, as far as it can be reached. */
  async open(): Promise<void> {
    clearTimeout(this.timer)
    await Promise.allSettled(this.gates.map((gate) => gate.open()))
    await this.letGo()
  }

  private async letGo(): Promise<void> {
    this.isHeld = false
    await Promise.all(this.gates.map((gate) => gate[Symbol.asyncDispose]()))
    this.gates = []
  }

  private hold(holdMs: number): void {
    this.timer = setTimeout(() => void this.open(), holdMs)
  }

  private async untilApplied(places: readonly HistoryPlace[]): Promise<void> {
    const deadline = performance.now() + DRAIN_LIMIT_MS
    const {followers} = this.parts
    const isThere = ({told, receiver}: Follower, {replid, offset}: HistoryPlace) =>
      receiver?.replid === replid && told.offset >= offset
    const isBehind = () =>
      followers.some((follower, at) => {
        const place = places[at]
        return place === undefined || !isThere(follower, place)
      })
    while (isBehind()) {
      if (performance.now() > deadline) {
        throw new ClusterToolError(
          'INCOMPLETE',
          `The last writes of the source were not in the cluster after ${DRAIN_LIMIT_MS / 1000} s`,
        )
      }
      await sleep(POLL_MS)
    }
  }
}
