import type {StreamPlace} from '../../domain/follow.js'
import {type Bringing, bringKeys} from '../../execution/follow/bring-keys.js'
import type {Owners} from '../../execution/import/owners.js'
import type {Barrier, PlannedBatch, StreamPlanner} from '../../planning/follow/stream-planner.js'
import {type StreamCommand, parseStream} from '../../redis/stream-commands.js'
import {applyBatch} from './apply-batch.js'
import {MustCompare} from './anew.js'
import type {Following} from './following.js'
import {passBarrier} from './pass-barrier.js'
import type {Receiver} from './receiver.js'
import {areSettled} from './settled-owners.js'

type RunnerParts = {
  readonly planner: StreamPlanner
  readonly receiver: Receiver
  readonly bringing: Bringing
  readonly owners: Owners
  readonly place: StreamPlace
}

/** As much is read at one time. */
const READ_BYTES = 1_048_576
const MOST_COMMANDS = 5000
/** So many keys are brought over together while nothing is sent. */
const MOST_WANTED = 20_000
const LOOK_EVERY_MS = 1000
const MEASURE_EVERY_MS = 60_000

/** Applies the stream on disk to the cluster, in order, and goes on as more of it comes. */
export class StreamRunner {
  /** Number of bytes of the stream that have been applied. */
  position: number
  /** The place up to which all replicas have it, too. */
  durable: Pick<StreamPlace, 'offset' | 'database'>
  private readonly follower: Following
  private readonly parts: RunnerParts
  private lookedAt = 0
  private doubted: string | undefined
  /** Whether all replicas of all owners have what is durable: one that was out of reach may have taken over. */
  private isOnAll = false
  private measuredAt = performance.now()
  private failuresSeen: number
  private restartsSeen: number

  constructor(follower: Following, parts: RunnerParts) {
    this.follower = follower
    this.parts = parts
    this.position = parts.place.offset
    this.durable = {offset: parts.place.offset, database: parts.place.database}
    const {failures, brought} = parts.owners
    this.failuresSeen = failures.length
    this.restartsSeen = brought.restarts
  }

  /** Up to this byte, what commands change is brought over, and nothing is sent. */
  bringUpTo(offset: number): void {
    const {planner} = this.parts
    planner.bringUpTo = Math.max(planner.bringUpTo, offset)
  }

  /** Ends what runs: everything has to be compared, for this reason. */
  doubt(reason: string): void {
    this.doubted = reason
  }

  /** How long ago what is applied next has arrived, in milliseconds; 0 if all has been applied. */
  get lagMs(): number {
    const {arrivals} = this.parts.receiver
    const {spool} = this.follower.parts
    if (spool.end <= this.position) return 0
    const arrived = arrivals.of(this.position + 1)
    return arrived === undefined ? 0 : Math.round(performance.now() - arrived)
  }

  /** Applies until the signal is aborted. Throws what `bringKeys` throws, and MustCompare. */
  async run(): Promise<void> {
    const {receiver, bringing, planner} = this.parts
    let size = READ_BYTES
    let awaited = 0
    while (!bringing.signal.aborted) {
      if (this.doubted !== undefined) throw new MustCompare(this.doubted)
      this.follower.phase = this.position < planner.bringUpTo ? 'catching-up' : 'following'
      const {spool} = this.follower.parts
      if (spool.end < awaited) {
        // Only a part of a large command has come.
        await receiver.untilMore(spool.end, 100)
        await this.look()
        continue
      }
      const buffer = spool.read(this.position, size)
      const {commands, used, needed} = parseStream(buffer, this.position, MOST_COMMANDS)
      if (used > 0) {
        size = READ_BYTES
        await this.applyAll(commands, this.position + used)
      } else if (buffer.length < spool.end - this.position) size = Math.max(needed, size * 2)
      else {
        awaited = buffer.length > 0 ? this.position + needed : 0
        await this.bringWanted(this.position)
        await receiver.untilMore(spool.end, 100)
      }
      await this.look()
    }
  }

  private async applyAll(commands: readonly StreamCommand[], end: number): Promise<void> {
    const {planner} = this.parts
    const {parts, totals} = this.follower
    await parts.untilFree(commands.length, end - this.position)
    for (let left = commands; left.length > 0;) {
      const batch = planner.plan(left)
      const {used, barrier} = batch
      await this.applyPlanned(batch)
      const last = barrier ?? left.at(-1)
      this.position = await this.bringOrPass(barrier, last?.end ?? end)
      const done = barrier ? used + 1 : used
      totals.commands += done
      left = left.slice(done)
    }
    this.position = end
    planner.passed(this.position)
  }

  private async bringOrPass(barrier: Barrier | undefined, end: number): Promise<number> {
    const {planner} = this.parts
    const mayWait = end <= planner.bringUpTo && planner.wanted.size < MOST_WANTED
    if (barrier || !mayWait) await this.bringWanted(end)
    if (!barrier) return end
    await passBarrier(this.follower, this.parts, barrier)
    // What a command with unknown keys has changed.
    await this.bringWanted(end)
    return end
  }

  private async applyPlanned({pieces, safe, scripts}: PlannedBatch): Promise<void> {
    const {planner, owners, receiver} = this.parts
    const {totals, clocks, parts} = this.follower
    totals.safe += safe
    totals.scripts += scripts
    if (pieces.length === 0) return
    const databaseFor = (db: number) => parts.databases.targetOf(db)
    const doubtful = await applyBatch({owners, clocks, arrivals: receiver.arrivals, databaseFor}, pieces)
    totals.safe += doubtful.length
    for (const key of doubtful) planner.want(key)
  }

  private async bringWanted(needed: number): Promise<void> {
    const {planner, bringing} = this.parts
    if (planner.wanted.size === 0) return
    await bringKeys(bringing, [...planner.wanted.values()], needed, (key, {replid, offset}) => {
      // Otherwise it stays wanted: another server has taken over meanwhile.
      if (bringing.isKnown(replid)) planner.brought(key, offset)
    })
  }

  /** Once a second: whether owners have failed, and what is in the cluster for good. */
  private async look(): Promise<void> {
    const now = performance.now()
    if (now - this.lookedAt < LOOK_EVERY_MS) return
    this.lookedAt = now
    const {owners, planner, receiver} = this.parts
    const {spool, save} = this.follower.parts
    const at = {offset: this.position, database: planner.database}
    const settled = await areSettled(owners)
    this.refuseRestart()
    if (owners.failures.length > this.failuresSeen) this.beginAgain()
    else if (settled !== 'no' && planner.wanted.size === 0) {
      this.isOnAll = settled === 'all'
      this.durable = at
      // First it is noted: a run that begins before what is on disk has to compare everything.
      if (save()) spool.dropBefore(at.offset)
      receiver.arrivals.passed(at.offset)
    }
    await receiver.followPrimary()
    await this.follower.parts.checkSource()
    if (now - this.measuredAt < MEASURE_EVERY_MS) return
    this.measuredAt = now
    await this.follower.clocks.measure()
  }

  /** A replica that took over may lack the last commands: what they change is brought over. */
  private beginAgain(): void {
    const {owners, planner} = this.parts
    if (!this.isOnAll) throw new MustCompare(owners.failures.at(-1) ?? 'an owner was replaced')
    this.failuresSeen = owners.failures.length
    planner.bringUpTo = Math.max(planner.bringUpTo, this.position)
    // What was brought over may be lost as well.
    planner.distrust(-1)
    this.position = this.durable.offset
    planner.database = this.durable.database
  }

  private refuseRestart(): void {
    const {owners} = this.parts
    if (owners.brought.restarts === this.restartsSeen) return
    throw new MustCompare(owners.failures.at(-1) ?? 'an owner was restarted')
  }
}
