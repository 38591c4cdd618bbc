import {setTimeout as sleep} from 'node:timers/promises'
import {unlessBug} from '../../domain/bug.js'
import {changedSettings} from '../../domain/control-change.js'
import {
  type ControlChange,
  type ControlSettings,
  type Delay,
  type HoldReason,
  type RestReason,
  worstHold,
} from '../../domain/control.js'
import {isWithin, nextStart} from '../../domain/hours.js'
import type {MoveSettings} from '../../domain/move.js'
import type {Throttled} from '../../domain/throttle.js'
import {type Load, TokenBucket} from './token-bucket.js'

/** How often a step that rests or waits looks at its signal. */
const POLL_MS = 100

/** The break before each batch while the ends are near a limit: several times as long as a batch. */
const BREAK_MS = 30

type Changeable = {-readonly [K in keyof MoveSettings]: MoveSettings[K]}

/** What the steps of one run are told while they run: whether to go on, how fast, and with which settings. */
export class Control {
  /** The settings as they are now; whoever reads a field twice may get two values. */
  readonly moving: MoveSettings
  private readonly live: Changeable
  private parallel: number | undefined
  private paused: (RestReason & {readonly kind: 'paused'}) | undefined
  private readonly steps = new Map<number, StepControl>()
  private readonly bucket = new TokenBucket()
  private readonly onRest: (rest: RestReason | undefined) => void
  private told: RestReason['kind'] | undefined
  private readonly wake = new Wake()

  /** `onRest`: called when the first step rests, and without a value when none rests any more. */
  constructor(moving: MoveSettings, onRest: (rest: RestReason | undefined) => void = () => undefined) {
    this.live = {...moving}
    this.moving = this.live
    this.onRest = onRest
    this.bucket.setRate(moving.rate, performance.now())
  }

  get settings(): ControlSettings {
    const {maxPauseMs, window, pipeline, rate, throttle, hours} = this.live
    return {maxPauseMs, window, pipeline, rate, throttle, hours, parallel: this.parallel}
  }

  /** Changes settings, for what is sent from now on. */
  set(change: ControlChange): void {
    const {parallel, ...moving} = changedSettings(this.settings, change)
    Object.assign(this.live, moving)
    this.parallel = parallel
    this.bucket.setRate(moving.rate, performance.now())
    this.wake.all()
  }

  /** From now on nothing new is started. `since`: ISO 8601. An earlier pause stays what it was. */
  pause(by: string, since: string): void {
    this.paused ??= {kind: 'paused', by, since}
    this.wake.all()
  }

  /** Ends a pause. Returns whether there was one. */
  resume(): boolean {
    const was = this.paused !== undefined
    this.paused = undefined
    this.wake.all()
    return was
  }

  get isPaused(): boolean {
    return this.paused !== undefined
  }

  /** Whether no step has anything open or under way. */
  get isStill(): boolean {
    return [...this.steps.values()].every(({rests}) => rests)
  }

  /** Waits until all steps rest, or it is no longer paused; at most for this many milliseconds. */
  async untilStill(limitMs: number): Promise<void> {
    const deadline = performance.now() + limitMs
    while (this.isPaused && !this.isStill) {
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) return
      await this.wake.next(Math.min(POLL_MS, leftMs))
    }
  }

  /** What holds the run back most. */
  get hold(): HoldReason {
    return this.paused ?? worstHold([...this.steps.values()].flatMap(({hold}) => hold ?? []))
  }

  /** Begins a step; it has to be ended. */
  begin(index: number): StepControl {
    const step = new StepControl(this, index)
    this.steps.set(index, step)
    return step
  }

  /** Begins a step whose number does not matter. */
  beginNext(): StepControl {
    return this.begin(Math.max(-1, ...this.steps.keys()) + 1)
  }

  /** Ends a step. */
  end(index: number): void {
    this.steps.delete(index)
    this.change()
  }

  /** The state of a step that has begun. */
  restsAt(index: number): boolean {
    return this.steps.get(index)?.rests ?? false
  }

  /** Why this step may not start anything new. */
  restFor(index: number): RestReason | undefined {
    const {hours} = this.live
    if (this.paused) return this.paused
    if (hours && !isWithin(hours, new Date())) {
      return {kind: 'hours', hours, until: nextStart(hours, new Date()).toISOString()}
    }
    const throttled = this.steps.get(index)?.throttled
    if (throttled?.level === 'stop') return {kind: 'throttle', worst: throttled.worst}
    if (this.parallel === undefined) return undefined
    const before = [...this.steps.values()].filter((step) => step.mayRest && step.index < index)
    return before.length < this.parallel ? undefined : {kind: 'parallel', most: this.parallel}
  }

  /** Tells listeners when the first step rests and when the last one goes on. */
  change(): void {
    const rests = [...this.steps.values()].flatMap(({rest}) => rest ?? [])
    const [rest] = rests.length === this.steps.size ? rests : []
    if (rest?.kind !== this.told) this.onRest(rest)
    this.told = rest?.kind
    this.wake.all()
  }

  /** Waits for the next change, at most this many milliseconds. */
  next(limitMs: number): Promise<void> {
    return this.wake.next(limitMs)
  }

  /** Milliseconds until the next load may be sent. */
  waitMs(): number {
    return this.bucket.waitMs(performance.now())
  }

  /** Notes a load. */
  take(load: Load): void {
    this.bucket.take(load, performance.now())
  }
}

/** What one step is told. Its methods are called by the step itself. */
export class StepControl {
  readonly index: number
  /** Whether the step can rest at all. */
  mayRest = false
  /** Why it rests. */
  rest: RestReason | undefined
  /** What it waits for otherwise. */
  delay: Delay | undefined
  /** What its ends do not bear. */
  throttled: Throttled | undefined
  /** Bytes that the target may still take; undefined: any number. */
  roomBytes: number | undefined
  private readonly control: Control

  constructor(control: Control, index: number) {
    this.control = control
    this.index = index
  }

  get rests(): boolean {
    return this.rest !== undefined
  }

  get hold(): HoldReason | undefined {
    const holds = [this.delay ?? [], throttleHold(this.throttled) ?? []].flat()
    return this.rest ?? (holds.length > 0 ? worstHold(holds) : undefined)
  }

  /** From now on it is slowed down or stopped; undefined: it goes on. `roomBytes`: what the target may still take. */
  setThrottled(throttled: Throttled | undefined, roomBytes?: number): void {
    this.throttled = throttled
    this.roomBytes = roomBytes
  }

  /** Whether it should start nothing new, and come to a point where nothing is open. */
  get isHeld(): boolean {
    return this.control.restFor(this.index) !== undefined
  }

  /**
   * Whether what is open should be closed soon, even if that means to begin it again later. What its ends do not bear is
   * waited for instead: otherwise a long piece of work that they bear for a while only would never come to its end.
   */
  get isToClose(): boolean {
    const rest = this.control.restFor(this.index)
    return rest !== undefined && rest.kind !== 'throttle'
  }

  /**
   * Waits while its ends do not bear more, with something open; `keep` is called again and again meanwhile. Ends early if
   * what is open should be closed.
   */
  async untilBorne(signal: AbortSignal, keep: () => Promise<void>): Promise<void> {
    while (this.isHeld && !this.isToClose && !signal.aborted) {
      await this.control.next(POLL_MS)
      await keep()
    }
  }

  /** Waits while it may start nothing new. Nothing must be open or under way. Ends early if the signal is aborted. */
  async untilFree(signal: AbortSignal): Promise<void> {
    this.mayRest = true
    for (;;) {
      const rest = signal.aborted ? undefined : this.control.restFor(this.index)
      const isNew = rest?.kind !== this.rest?.kind
      this.rest = rest
      if (rest) this.delay = undefined
      // Only then: others that rest are woken by it, too.
      if (isNew) this.control.change()
      if (!rest) return
      await this.control.next(POLL_MS)
    }
  }

  /**
   * Waits until the rate lets the next batch be sent. After the signal was aborted nothing waits: what is open is to be
   * closed soon. `orHeld`: ends early, too, if it may start nothing new. Returns whether it had to wait.
   */
  async untilAdmitted(
    signal: AbortSignal,
    {orHeld = false}: {readonly orHeld?: boolean} = {},
  ): Promise<boolean> {
    if (this.throttled && !signal.aborted) await this.control.next(BREAK_MS)
    const mayGo = () => signal.aborted || (orHeld && this.isHeld)
    for (let waited = false; ; waited = true) {
      const waitMs = this.control.waitMs()
      if (waitMs === 0 || mayGo()) return waited
      const {rate} = this.control.settings
      if (rate) this.delay = {kind: 'rate', rate}
      await this.control.next(Math.min(POLL_MS, waitMs))
    }
  }

  /** Notes what is sent. */
  noteLoad(load: Load): void {
    this.control.take(load)
  }
}

/** A step that is to stop may still have something open: a big key that waits with its slot. */
function throttleHold(throttled: Throttled | undefined): HoldReason | undefined {
  return (
    throttled && {kind: throttled.level === 'stop' ? 'throttle' : 'throttle-slow', worst: throttled.worst}
  )
}

/** Wakes all who wait for a change. */
class Wake {
  private readonly waiting = new Set<() => void>()

  all(): void {
    const now = [...this.waiting]
    this.waiting.clear()
    for (const go of now) go()
  }

  async next(limitMs: number): Promise<void> {
    const timer = new AbortController()
    let go: () => void = () => undefined
    const change = new Promise<void>((resolve) => (go = resolve))
    this.waiting.add(go)
    const {signal} = timer
    await Promise.race([change, sleep(limitMs, undefined, {signal}).catch(unlessBug)])
    this.waiting.delete(go)
    timer.abort()
  }
}
