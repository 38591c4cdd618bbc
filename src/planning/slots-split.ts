import {SLOT_COUNT, type SlotRange} from '../domain/slot.js'

/**
 * One contiguous range of slots for each primary, in order; with up to 2,000 primaries the sizes differ by at most
 * one. The boundaries are those of `redis-cli --cluster create` and `valkey-cli`, for scripts that compute them.
 * Throws RangeError unless there is a primary, and a slot for each.
 */
export function splitSlots(primaries: number): SlotRange[] {
  if (!Number.isInteger(primaries) || primaries < 1 || primaries > SLOT_COUNT) {
    throw new RangeError(`${primaries} primaries cannot share ${SLOT_COUNT} slots`)
  }
  // The C tools compute in float32. With doubles, boundaries would differ by one slot, starting with 78 primaries.
  const width = Math.fround(SLOT_COUNT / primaries)
  const ranges: SlotRange[] = []
  let cursor = 0
  for (let left = primaries - 1; left >= 0; left--) {
    const start = (ranges.at(-1)?.end ?? -1) + 1
    const end = Math.round(Math.fround(Math.fround(cursor + width) - 1))
    // With thousands of primaries, the cursor drifts by more than a slot; each primary must get one.
    const lastAllowed = SLOT_COUNT - 1 - left
    ranges.push({start, end: left === 0 ? lastAllowed : Math.min(Math.max(start, end), lastAllowed)})
    cursor = Math.fround(cursor + width)
  }
  return ranges
}
