import type {Job} from './job.js'
import {UNKNOWN_BYTES} from './pace.js'

/** A window should not hold more than the rate lets be sent in this time. A pause waits for two windows. */
const WINDOW_SECONDS = 1

/** Two windows may be open, and what clients write comes on top. */
const PART_OF_ROOM = 1 / 4

type WindowSizes = {
  readonly settings: Pick<Job['settings'], 'window' | 'rate'>
  readonly keysBySlot: ReadonlyMap<number, number>
  /** What has been sent so far, from which the size of a key is estimated. */
  readonly tally: Pick<Job['tally'], 'keys' | 'bytes'>
}

/**
 * How many of these slots make the next window: as many as the settings say, but with a rate only what it lets be sent
 * within a second, and only part of what the target may still take; at least one. `roomBytes`: what the target may still
 * take; undefined: any number.
 */
export function windowSize(
  slots: readonly number[],
  {settings, keysBySlot, tally}: WindowSizes,
  roomBytes: number | undefined,
): number {
  const {window, rate} = settings
  if (!rate && roomBytes === undefined) return window
  const bytesPerKey = tally.bytes > 0 ? tally.bytes / tally.keys : UNKNOWN_BYTES
  const perSecond = rate ? rate.perSecond / (rate.unit === 'keys' ? 1 : bytesPerKey) : Infinity
  let keysLeft = Math.min(perSecond * WINDOW_SECONDS, ((roomBytes ?? Infinity) * PART_OF_ROOM) / bytesPerKey)
  const end = slots.slice(0, window).findIndex((slot, at) => {
    keysLeft -= keysBySlot.get(slot) ?? 0
    return keysLeft < 0 && at > 0
  })
  return end < 0 ? window : end
}
