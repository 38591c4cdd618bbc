import {ClusterToolError} from '../domain/errors.js'
import {SLOT_COUNT, slotsOf, type SlotRange, toRanges} from '../domain/slot.js'

/** Reads `0-99,500`. Throws USAGE, naming the part that is not a slot or range of slots. */
export function parseSlotRanges(text: string): SlotRange[] {
  return toRanges(slotsOf(text.split(',').map((part) => parseRange(part.trim()))))
}

function parseRange(part: string): SlotRange {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
  const start = Number(match?.[1] ?? Number.NaN)
  const end = Number(match?.[2] ?? start)
  if (start <= end && end < SLOT_COUNT) return {start, end}
  throw new ClusterToolError(
    'USAGE',
    `"${part}" is neither a slot from 0 to ${SLOT_COUNT - 1} nor a range of slots.`,
    {hints: ['Write ranges as 0-99,500.']},
  )
}
