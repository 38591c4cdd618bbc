/** Number of hash slots in a cluster; fixed by the cluster specification. */
export const SLOT_COUNT = 16_384

/** A run of slots, both ends included. */
export type SlotRange = {readonly start: number; readonly end: number}

/** Ranges that cover exactly the given slots: sorted, no overlap, neighbours joined. */
export function toRanges(slots: Iterable<number>): SlotRange[] {
  const ranges: {start: number; end: number}[] = []
  for (const slot of [...slots].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && slot <= last.end + 1) last.end = Math.max(last.end, slot)
    else ranges.push({start: slot, end: slot})
  }
  return ranges
}

/** Every slot of the ranges, in their order. */
export function* slotsOf(ranges: readonly SlotRange[]): Generator<number> {
  for (const {start, end} of ranges) for (let slot = start; slot <= end; slot++) yield slot
}

/** How many slots the ranges hold; they must not overlap. */
export function countSlots(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, {start, end}) => sum + end - start + 1, 0)
}

/** `0-5460,5462`: what people and scripts read; empty for no slots. */
export function formatRanges(ranges: readonly SlotRange[]): string {
  return ranges.map(({start, end}) => (start === end ? `${start}` : `${start}-${end}`)).join(',')
}

/** Those slots of `ranges` that are not in `taken`. */
export function subtractRanges(ranges: readonly SlotRange[], taken: readonly SlotRange[]): SlotRange[] {
  const without = new Set(slotsOf(taken))
  return toRanges([...slotsOf(ranges)].filter((slot) => !without.has(slot)))
}

/** Those slots of `ranges` that are in `others` too. */
export function intersectRanges(ranges: readonly SlotRange[], others: readonly SlotRange[]): SlotRange[] {
  const within = new Set(slotsOf(others))
  return toRanges([...slotsOf(ranges)].filter((slot) => within.has(slot)))
}
