/** Number of hash slots in a cluster; fixed by the cluster specification. */
export const SLOT_COUNT = 16_384

/** A run of slots, both ends included. */
export type SlotRange = {readonly start: number; readonly end: number}

/** Ranges that cover exactly the given slots: sorted, no overlap, neighbours joined. */
export function toRanges(slots: Iterable<number>): SlotRange[] {
  return join([...slots].sort((a, b) => a - b).map((slot) => ({start: slot, end: slot})))
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

/** Those slots of `ranges` that are in `others` too. By ends, not by slots: it is asked for again and again in a move. */
export function intersectRanges(ranges: readonly SlotRange[], others: readonly SlotRange[]): SlotRange[] {
  const [ours, theirs] = [toSorted(ranges), toSorted(others)]
  const found: SlotRange[] = []
  for (let own = 0, other = 0; ;) {
    const [a, b] = [ours[own], theirs[other]]
    if (!a || !b) return join(found)
    const [start, end] = [Math.max(a.start, b.start), Math.min(a.end, b.end)]
    if (start <= end) found.push({start, end})
    if (a.end < b.end) own++
    else other++
  }
}

/** Whether a slot is in one of the ranges. */
export function hasSlot(ranges: readonly SlotRange[], slot: number): boolean {
  return ranges.some(({start, end}) => start <= slot && slot <= end)
}

function toSorted(ranges: readonly SlotRange[]): SlotRange[] {
  return join(ranges.toSorted((a, b) => a.start - b.start))
}

/** Sorted ranges, of which none touches or overlaps the next. */
function join(sorted: readonly SlotRange[]): SlotRange[] {
  const joined: {start: number; end: number}[] = []
  for (const {start, end} of sorted) {
    const last = joined.at(-1)
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end)
    else joined.push({start, end})
  }
  return joined
}
