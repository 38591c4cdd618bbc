import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import {unlessBug} from '../../domain/bug.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {
  type EndPulses,
  NOT_THROTTLED,
  type NodePulse,
  readingsOf,
  roomIn,
  throttle,
} from '../../domain/throttle.js'
import {isServerError} from '../../redis/errors.js'
import type {StepExecution} from '../step-execution.js'

const EVERY_MS = 250
/** For how long pulses are kept: longer than replicas take to confirm, and evictions count for so long. */
const KEPT_MS = 10_000

/**
 * Runs a move, and watches both ends meanwhile if there are limits: tells the step's control when to slow down or to
 * stop. Passes on what the move returns or throws.
 */
export async function throttled<T>(
  step: Pick<StepOf<'migrate-slots'>, 'source' | 'target'>,
  execution: StepExecution,
  move: () => Promise<T>,
): Promise<T> {
  const watch = new ThrottleWatch(step, execution)
  // Before anything is sent.
  await watch.look()
  const end = new AbortController()
  const watching = watchOn(watch, end.signal)
  // A bug ends the move at its next safe point.
  watching.catch((error: unknown) => execution.onBug?.(error))
  try {
    return await move()
  } finally {
    end.abort()
    await watching.catch(() => undefined)
  }
}

async function watchOn(watch: ThrottleWatch, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(EVERY_MS, undefined, {signal}).catch(unlessBug)
    if (signal.aborted) return
    await watch.look()
  }
}

/** What is known about the ends of one move, and what was decided. */
class ThrottleWatch {
  private readonly execution: StepExecution
  private readonly source: WatchedEnd
  private readonly target: WatchedEnd
  private state = NOT_THROTTLED
  private isTold = false

  constructor(
    {source, target}: Pick<StepOf<'migrate-slots'>, 'source' | 'target'>,
    execution: StepExecution,
  ) {
    this.execution = execution
    this.source = new WatchedEnd(source, false)
    this.target = new WatchedEnd(target, true)
  }

  /** Reads both ends if there are limits, and tells the step what follows from it. */
  async look(): Promise<void> {
    const {control, moving} = this.execution
    const {throttle: limits} = moving
    if (!limits) {
      this.state = NOT_THROTTLED
      control.setThrottled(undefined)
      return
    }
    const ends = [this.source, this.target]
    await Promise.all(ends.map((end) => end.look(this.execution)))
    const readings = ends.flatMap((end) => readingsOf(end, limits))
    this.state = throttle(this.state, readings)
    control.setThrottled(this.state.throttled, roomIn(this.target, limits))
    if (limits.memoryPercent !== undefined) this.tellUnlimited()
  }

  private tellUnlimited(): void {
    if (this.isTold || !this.target.hasNoMemoryLimit) return
    this.isTold = true
    this.execution.tellNote(`${this.target.name} has no maxmemory, so its memory is not watched.`)
  }
}

/** One end of a move, and what it has said of late. */
class WatchedEnd implements EndPulses {
  readonly id: NodeId
  readonly isTarget: boolean
  readonly replicas = new Set<string>()
  name = ''
  pulses: (NodePulse & {readonly at: number})[] = []

  constructor(id: NodeId, isTarget: boolean) {
    this.id = id
    this.isTarget = isTarget
  }

  get hasNoMemoryLimit(): boolean {
    return this.pulses.at(-1)?.maxMemory === 0
  }

  /** A node that does not answer is the business of the move, which notices it, too. */
  async look({session}: StepExecution): Promise<void> {
    if (!session.isConnected(this.id)) return
    const client = session.node(this.id)
    this.name = formatAddress(client.address)
    try {
      const pulse = await client.pulse()
      const at = performance.now()
      this.pulses = [...this.pulses.filter((one) => one.at > at - KEPT_MS), {...pulse, at}]
      for (const {name, isOnline} of pulse.replicas) if (isOnline) this.replicas.add(name)
    } catch (error) {
      if (!isServerError(error)) throw error
    }
  }
}
