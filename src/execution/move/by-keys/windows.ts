import {ClusterToolError} from '../../../domain/errors.js'
import {bigKeysOf, describeBigKey} from './big-keys.js'
import {fillSlots, tooBigText} from './fill.js'
import {listHeaps} from './heaps.js'
import type {Job} from './job.js'
import {turnSlots} from './marks.js'
import type {Heap} from './pace.js'

/** Slots that go through the stages together, with the keys that were found before they were opened. */
type Window = {readonly slots: readonly number[]; readonly heaps: readonly Heap[]}

/**
 * Moves slots, a window at a time: look, open, fill, close. While one is filled the last is closed, the next is opened
 * and the one after that is looked at; so two are open at a time, and the source sends keys of one only. Stops before
 * the next window when the signal is aborted. Returns keys that were too big; throws what stopped it. `sent` has the
 * slots of which keys may have gone.
 */
export async function moveWindows(job: Job, slots: readonly number[], sent: Set<number>): Promise<string[]> {
  const tooBig: string[] = []
  const {signal} = job.execution
  let next = 0
  let failed = false
  let looking = lookAtNext()
  let filled: readonly number[] = []
  for (let window = await turn([]); window;) {
    const turning = turn(filled)
    try {
      for (const {slot} of window.heaps) sent.add(slot)
      await fillSlots(job, window.slots, window.heaps)
    } catch (error) {
      failed = true
      await Promise.allSettled([turning, looking])
      throw error
    }
    filled = window.slots
    window = await turning
  }
  await turnSlots(job, {close: filled, open: []})
  return tooBig

  /** Closes a window that was filled and opens the next, if there is one. */
  async function turn(close: readonly number[]): Promise<Window | undefined> {
    const looked = await looking
    const window = failed || signal.aborted ? undefined : looked
    looking = lookAtNext()
    // It is awaited later; a failure before that must not end the process.
    looking.catch(() => undefined)
    await turnSlots(job, {close, open: window?.slots ?? []})
    return window
  }

  async function lookAtNext(): Promise<Window | undefined> {
    const some = slots.slice(next, (next += job.settings.window))
    if (some.length === 0) return undefined
    const [looked] = await Promise.all([look(job, some), job.traffic.look()])
    tooBig.push(...looked.tooBig)
    return looked
  }
}

/** The keys of slots before anything is done to them, without the slots that hold a key too big to be moved. */
async function look(job: Job, slots: readonly number[]): Promise<Window & {tooBig: string[]}> {
  // Most slots of a sparse cluster were empty a moment ago; a key that came since is found after they are opened.
  const heaps = await listHeaps(
    job,
    slots.filter((slot) => job.keysBySlot.has(slot)),
  )
  if (job.settings.allowBigKeys) return {slots, heaps, tooBig: []}
  const big = bigKeysOf(heaps, job.longestPauseMs)
  const kept = new Set(big.map(({slot}) => slot))
  return {
    slots: slots.filter((slot) => !kept.has(slot)),
    heaps: heaps.filter(({slot}) => !kept.has(slot)),
    tooBig: big.map(describeBigKey),
  }
}

/** What to say of keys that were not moved. */
export function tooBigError(tooBig: readonly string[]): ClusterToolError {
  return new ClusterToolError('INCOMPLETE', tooBigText(tooBig))
}
