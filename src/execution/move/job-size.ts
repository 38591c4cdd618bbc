import type {Rate} from '../../domain/rate.js'
import {type SlotRange, slotsOf, toRanges} from '../../domain/slot.js'

/** With a rate, a job moves what the rate lets be sent in this time: short enough for a pause between two jobs. */
const JOB_SECONDS = 5

export type JobSizes = {
  readonly rate: Rate | undefined
  /** What the target may still take; undefined: any number of bytes. */
  readonly roomBytes?: number | undefined
  readonly keysBySlot: ReadonlyMap<number, number>
  /** The average size of a key on the source; undefined if that is unknown. */
  readonly bytesPerKey: number | undefined
}

/** Clients write, too. */
const PART_OF_ROOM = 1 / 2

const USUAL_BYTES = 1000

/** How much of a rate the keys of some slots need, in keys and bytes. */
export function loadOf(
  ranges: readonly SlotRange[],
  {keysBySlot, bytesPerKey}: Pick<JobSizes, 'keysBySlot' | 'bytesPerKey'>,
) {
  let keys = 0
  for (const slot of slotsOf(ranges)) keys += keysBySlot.get(slot) ?? 0
  return {keys, bytes: keys * (bytesPerKey ?? USUAL_BYTES)}
}

/**
 * Splits slots into those of the next job and the rest. Without a rate and a limit of memory the next job has all of them;
 * otherwise it has what the rate lets be sent in some seconds, and half of what the target may still take, but at least one
 * slot.
 */
export function nextJob(
  ranges: readonly SlotRange[],
  {rate, roomBytes, ...sizes}: JobSizes,
): {readonly job: readonly SlotRange[]; readonly rest: readonly SlotRange[]} {
  if (!rate && roomBytes === undefined) return {job: ranges, rest: []}
  const slots = [...slotsOf(ranges)]
  const left = {keys: Infinity, bytes: (roomBytes ?? Infinity) * PART_OF_ROOM}
  if (rate) left[rate.unit] = Math.min(left[rate.unit], rate.perSecond * JOB_SECONDS)
  const end = slots.findIndex((slot, at) => {
    const load = loadOf([{start: slot, end: slot}], sizes)
    left.keys -= load.keys
    left.bytes -= load.bytes
    return Math.min(left.keys, left.bytes) < 0 && at > 0
  })
  if (end < 0) return {job: ranges, rest: []}
  return {job: toRanges(slots.slice(0, end)), rest: toRanges(slots.slice(end))}
}
