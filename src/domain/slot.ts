/** Number of hash slots in a cluster, fixed by the cluster specification. */
export const SLOT_COUNT = 16_384

/** Consecutive slots; both ends are included. */
export type SlotRange = {readonly start: number; readonly end: number}

/** The ranges that cover exactly these slots: sorted, without overlap, as few as possible. */
export function toRanges(slots: Iterable<number>): SlotRange[] {
  return join([...slots].sort((a, b) => a - b).map((slot) => ({start: slot, end: slot})))
}

/** Every slot of the ranges, in order. */
export function* slotsOf(ranges: readonly SlotRange[]): Generator<number> {
  for (const {start, end} of ranges) for (let slot = start; slot <= end; slot++) yield slot
}

/** The number of slots in the ranges, which must not overlap. */
export function countSlots(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, {start, end}) => sum + end - start + 1, 0)
}

/** `0-5460,5462`: for people and scripts; empty for no slots. */
export function formatRanges(ranges: readonly SlotRange[]): string {
  return ranges.map(({start, end}) => (start === end ? `${start}` : `${start}-${end}`)).join(',')
}

/** The slots of `ranges` that are not in `taken`. */
export function subtractRanges(ranges: readonly SlotRange[], taken: readonly SlotRange[]): SlotRange[] {
  const without = new Set(slotsOf(taken))
  return toRanges([...slotsOf(ranges)].filter((slot) => !without.has(slot)))
}

/**
 * The slots of `ranges` that are also in `others`. Compares ends of ranges, not slots, because a move calls it often.
 */
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

/** Joins sorted ranges that touch or overlap. */
function join(sorted: readonly SlotRange[]): SlotRange[] {
  const joined: {start: number; end: number}[] = []
  for (const {start, end} of sorted) {
    const last = joined.at(-1)
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end)
    else joined.push({start, end})
  }
  return joined
}
