import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../domain/errors.js'

export type Wait = {
  /** Milliseconds after which to give up. */
  readonly limitMs: number
  readonly signal: AbortSignal
  /** Milliseconds between two probes, after the first few, which are quicker. */
  readonly everyMs?: number
  /** The first of these pauses, in milliseconds; each is twice as long as the one before it. */
  readonly firstMs?: number
}

/**
 * Repeats a probe until it returns a value. Throws INCOMPLETE after the limit, with what `describe` says about the
 * last state, and CANCELLED when the signal is aborted.
 */
export async function until<T>(
  probe: () => Promise<T | undefined>,
  describe: () => string,
  {limitMs, signal, everyMs = USUAL_MS, firstMs = FIRST_PAUSE_MS}: Wait,
): Promise<T> {
  let pauseMs = firstMs
  const deadline = performance.now() + limitMs
  for (;;) {
    if (signal.aborted) throw new ClusterToolError('CANCELLED', `Interrupted while waiting: ${describe()}`)
    const value = await probe()
    if (value !== undefined) return value
    if (performance.now() > deadline) {
      throw new ClusterToolError('INCOMPLETE', `Gave up after ${Math.round(limitMs / 1000)} s: ${describe()}`)
    }
    // Often the value is there a moment later.
    await sleep(Math.min(pauseMs, everyMs))
    pauseMs *= 2
  }
}

const FIRST_PAUSE_MS = 2

/** Milliseconds between two readings of so many nodes: what they read grows with their number, and so does the pause. */
export function pacing(nodes: number): {readonly everyMs: number; readonly firstMs: number} {
  const everyMs = Math.min(MOST_MS, Math.max(USUAL_MS, nodes))
  return {everyMs, firstMs: nodes > USUAL_MS ? everyMs / 4 : FIRST_PAUSE_MS}
}

const USUAL_MS = 30
const MOST_MS = 150
