import {awaitEnds} from './check-ends.js'
import {bigKeysOf, describeBigKey} from './big-keys.js'
import {fillSlots, type Window} from './fill.js'
import {listKeyGroups} from './key-groups.js'
import {unlessBug} from '../../../domain/bug.js'
import {settleAll} from '../../../domain/settle-all.js'
import {countKeysBySlot, recount} from './count-keys.js'
import type {Job} from './job.js'
import type {LeftAlone} from './left-alone.js'
import {CloseCheck} from './prepare-close.js'
import {leaveUnfit} from '../in-pieces/leave-unfit.js'
import {turnSlots} from './marks.js'
import {windowSize} from './window-size.js'

/**
 * Moves slots, one window at a time. While the step is held, all slots are closed, and nothing happens. Stops before the
 * next window when the signal is aborted. Throws the error that stopped it. The job holds what was not moved: keys that
 * are too big, slots of which the target had keys, and keys about which nobody decided which copy counts.
 */
export async function moveWindows(job: Job, all: readonly number[]): Promise<void> {
  const {signal, control} = job.execution
  let left = all
  for (;;) {
    await lookForStrays(job, left)
    left = await moveUntilHeld(
      job,
      left.filter((slot) => !job.leftAlone.hasStrays(slot)),
    )
    if (left.length === 0 || signal.aborted) return
    await control.untilFree(signal)
    // After a long pause, an end may have been replaced.
    if (signal.aborted) return
    await awaitEnds(job, [])
    await recount(job, left)
  }
}

/**
 * Look, open, fill, close: while one window is filled, the last one is closed, the next one is opened, and the one
 * after that is looked at. So two are open at a time, and the source sends keys of only one. Returns the slots before
 * which it was held, and those that were put back; nothing is open then.
 */
async function moveUntilHeld(job: Job, slots: readonly number[]): Promise<readonly number[]> {
  const {signal, control} = job.execution
  let next = 0
  let opened = 0
  let failed = false
  let looking = lookAtNext()
  let filled: readonly number[] = []
  const putBack: number[] = []
  const check = new CloseCheck(job)
  for (let window = await turn([]); window;) {
    const turning = turn(filled)
    // It is awaited below. If it fails while this window is filled, that must not end the process.
    turning.catch(() => undefined)
    const back = await fillSlots(job, window, check).catch(async (error: unknown) => {
      failed = true
      await settleAll<unknown>([turning, looking]).catch(unlessBug)
      throw error
    })
    const {keptIn} = job.conflicts
    putBack.push(...back)
    filled = window.slots.filter((slot) => !keptIn.has(slot) && !back.has(slot))
    window = await turning
  }
  await turnSlots(job, {close: filled, open: []})
  return [...putBack, ...slots.slice(opened)]

  /** Closes the window that was filled and opens the next one, if there is one. */
  async function turn(close: readonly number[]): Promise<Window | undefined> {
    const looked = await looking
    const window = failed || signal.aborted || control.isHeld ? undefined : looked?.window
    if (looked && window) {
      opened = looked.end
      looking = lookAtNext()
      // It is awaited later. A failure before that must not end the process.
      looking.catch(() => undefined)
    }
    await turnSlots(job, {close, open: window?.slots ?? []})
    return window && without(window, job.leftAlone)
  }

  async function lookAtNext(): Promise<{readonly window: Window; readonly end: number} | undefined> {
    const some = slots.slice(next, (next += windowSize(slots.slice(next), job, control.roomBytes)))
    const end = Math.min(next, slots.length)
    if (some.length === 0) return undefined
    const [window] = await Promise.all([look(job, some), job.traffic.look()])
    return {window, end}
  }
}

/**
 * Keys that the target has of slots before they are opened do not belong to this move. Some servers do not show them.
 */
async function lookForStrays(job: Job, slots: readonly number[]): Promise<void> {
  const {target, settings, execution, manyDatabases, leftAlone} = job
  if (settings.replace) return
  const fresh = slots.filter((slot) => !job.openBefore.has(slot))
  const [found, hidden] = await Promise.all([
    countKeysBySlot({keys: target, manyDatabases}, fresh),
    target.traits.hides ? execution.session.node(target.id).countHiddenKeys() : 0,
  ])
  leftAlone.addStrays(found)
  // If hidden keys cannot be counted, each slot is checked when it is open.
  if (hidden !== 0) leftAlone.expectHidden()
}

function without({slots, groups}: Window, leftAlone: LeftAlone): Window {
  return {
    slots: slots.filter((slot) => !leftAlone.hasStrays(slot)),
    groups: groups.filter(({slot}) => !leftAlone.hasStrays(slot)),
  }
}

/** The keys of slots before anything is done to them, without slots that hold a key that is too big. */
async function look(job: Job, slots: readonly number[]): Promise<Window> {
  // Most slots of a sparse cluster were empty a moment ago. A key that arrived since is found after they are opened.
  const groups = await listKeyGroups(
    job,
    slots.filter((slot) => job.keysBySlot.has(slot)),
  )
  if (job.settings.allowBigKeys) return {slots, groups}
  const longest = bigKeysOf(groups, job.longestPauseMs)
  await leaveUnfit(job, longest)
  const big = longest.filter((key) => !job.inPieces.fits(key))
  const kept = new Set(big.map(({slot}) => slot))
  job.leftAlone.addTooBig(big.map(describeBigKey))
  return {
    slots: slots.filter((slot) => !kept.has(slot)),
    groups: groups.filter(({slot}) => !kept.has(slot)),
  }
}
