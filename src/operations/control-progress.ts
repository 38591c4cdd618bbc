import type {ControlMove, ControlProgress} from '../domain/control.js'
import type {ImportProgress} from '../domain/import.js'
import type {MoveProgress} from '../domain/move.js'
import type {Event} from '../domain/outcome.js'
import {countSlots} from '../domain/slot.js'
import type {Step, StepOf} from '../domain/step.js'

/** Rates are those of this time. */
const RECENT_MS = 10_000
const SAMPLE_MS = 250

type RunningMove = {readonly step: StepOf<'migrate-slots'>; progress: MoveProgress | undefined}
type ProgressSample = {readonly at: number; readonly keys: number; readonly bytes: number}

/** How far a run is, from its events. Takes all times as arguments, in milliseconds, and has no clock. */
export class RunProgress {
  private readonly slots: number
  private readonly total: number
  private readonly running = new Map<number, RunningMove>()
  private stepsDone = 0
  private ended = {slots: 0, keys: 0, bytes: 0}
  private samples: ProgressSample[] = []
  private imported: ImportProgress | undefined
  private began: number | undefined
  private restedSince: number | undefined
  private restedMs = 0
  private waitsFor: string | undefined

  constructor(steps: readonly Step[]) {
    this.total = steps.length
    this.slots = steps.reduce(
      (sum, step) => sum + (step.kind === 'migrate-slots' ? countSlots(step.ranges) : 0),
      0,
    )
  }

  /** What a step waits for, according to the last event. */
  get waiting(): string | undefined {
    return this.waitsFor
  }

  /** Takes in an event. */
  note(event: Event, now: number): void {
    this.waitsFor = event.type === 'waiting' ? event.what : undefined
    switch (event.type) {
      case 'step-started':
        this.start(event, now)
        return
      case 'move-progress':
        this.advance(event, now)
        return
      case 'step-finished':
        this.finish(event)
        return
      case 'import-progress':
        this.began ??= now - event.progress.elapsedMs
        this.imported = event.progress
        this.sample(now)
        return
      case 'rest':
        this.rest(event.rest !== undefined, now)
        return
      default:
    }
  }

  /** The moves that have begun and not ended. `restsAt`: whether the move of a step rests. */
  moves(restsAt: (step: number) => boolean): ControlMove[] {
    return [...this.running].map(
      ([
        step,
        {
          step: {source, target, method, ranges},
          progress,
        },
      ]) => ({
        step,
        source,
        target,
        method,
        slots: countSlots(ranges),
        slotsMoved: progress?.slotsMoved ?? 0,
        keys: progress?.keys ?? 0,
        keysTotal: progress?.keysTotal,
        rests: restsAt(step),
      }),
    )
  }

  /** How far it is now. */
  at(now: number): ControlProgress {
    const {keys, bytes} = this.sent()
    const moving = [...this.running.values()]
    const slotsMoved = this.ended.slots + sum(moving, ({progress}) => progress?.slotsMoved ?? 0)
    const recent =
      this.restedSince === undefined ? this.samples.find(({at}) => now - at <= RECENT_MS) : undefined
    const seconds = recent ? Math.max(SAMPLE_MS, now - recent.at) / 1000 : 1
    return {
      steps: this.total,
      stepsDone: this.stepsDone,
      slots: this.slots,
      slotsMoved,
      keys,
      bytes,
      keysPerSecond: recent ? Math.max(0, Math.round((keys - recent.keys) / seconds)) : 0,
      bytesPerSecond: recent ? Math.max(0, Math.round((bytes - recent.bytes) / seconds)) : 0,
      secondsLeft: this.secondsLeft(now),
    }
  }

  private start({step, index}: Event & {readonly type: 'step-started'}, now: number): void {
    if (step.kind !== 'migrate-slots') return
    this.began ??= now
    this.running.set(index, {step, progress: undefined})
  }

  private advance({index, progress}: Event & {readonly type: 'move-progress'}, now: number): void {
    const move = this.running.get(index)
    if (move) move.progress = progress
    this.sample(now)
  }

  private finish({index, result}: Event & {readonly type: 'step-finished'}): void {
    this.stepsDone++
    this.running.delete(index)
    const {move} = result
    if (!move) return
    this.ended.slots += countSlots(move.moved)
    this.ended.keys += move.keys
    this.ended.bytes += move.bytes ?? 0
  }

  private sent(): {readonly keys: number; readonly bytes: number} {
    const moving = [...this.running.values()]
    if (this.imported) return {keys: this.imported.keys, bytes: this.imported.bytes}
    return {
      keys: this.ended.keys + sum(moving, ({progress}) => progress?.keys ?? 0),
      bytes: this.ended.bytes + sum(moving, ({progress}) => progress?.bytes ?? 0),
    }
  }

  private sample(now: number): void {
    const last = this.samples.at(-1)
    if (last && now - last.at < SAMPLE_MS) return
    this.samples = [...this.samples.filter(({at}) => now - at <= RECENT_MS), {at: now, ...this.sent()}]
  }

  private rest(rests: boolean, now: number): void {
    if (this.restedSince !== undefined) this.restedMs += now - this.restedSince
    this.restedSince = rests ? now : undefined
    this.samples = []
  }

  /** As long for each slot, or each key, as for those that have moved; slots that are being sent count by their keys. */
  private secondsLeft(now: number): number | undefined {
    if (this.began === undefined || this.restedSince !== undefined) return undefined
    const {imported} = this
    const all = imported ? imported.keysTotal : this.slots
    const done = imported?.keys ?? this.ended.slots + sum([...this.running.values()], partOf)
    if (done <= 0) return undefined
    const eachMs = (now - this.began - this.restedMs) / done
    return Math.max(0, Math.round(((all - done) * eachMs) / 100) / 10)
  }
}

function partOf({step, progress}: RunningMove): number {
  if (!progress) return 0
  const {keys, keysTotal, slotsMoved} = progress
  const slots = countSlots(step.ranges)
  return keysTotal !== undefined && keysTotal > 0 ? slots * Math.min(1, keys / keysTotal) : slotsMoved
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0)
}
