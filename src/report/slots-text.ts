import {countSlots, formatRanges, type SlotRange} from '../domain/slot.js'

/** `slot 5`, `slots 0-5,7`; if there are many ranges, the first ones, and the number of slots and ranges. */
export function describeSlots(ranges: readonly SlotRange[], max = 8): string {
  const slots = countSlots(ranges)
  const short = `${slots === 1 ? 'slot' : 'slots'} ${formatRanges(ranges.slice(0, max))}`
  return ranges.length > max ? `${short},... (${slots} slots in ${ranges.length} ranges)` : short
}

/** `0-5460`, `5461 in 3 ranges`: a narrow table cell; `-` for no slots. */
export function shortSlotsCell(ranges: readonly SlotRange[]): string {
  if (ranges.length === 0) return '-'
  return ranges.length === 1 ? formatRanges(ranges) : `${countSlots(ranges)} in ${ranges.length} ranges`
}

/** `0-5460 (5461)`: a table cell; `-` for no slots. */
export function slotsCell(ranges: readonly SlotRange[], max = 3): string {
  if (ranges.length === 0) return '-'
  const short = formatRanges(ranges.slice(0, max))
  const slots = countSlots(ranges)
  return ranges.length > max ? `${short},... (${slots} in ${ranges.length} ranges)` : `${short} (${slots})`
}
