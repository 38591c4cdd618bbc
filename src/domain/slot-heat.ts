import type {MemoryEstimate} from './memory-estimate.js'
import type {NodeId} from './node.js'
import {SLOT_COUNT, type SlotRange, toRanges} from './slot.js'

/** What a map can show besides owners. `ops` is the load of commands, as CPU time. */
export type SlotMeasure = 'keys' | 'memory' | 'ops'

/** One value for each slot. */
export type SlotHeat = {
  readonly measure: SlotMeasure
  /** By slot; keys: a number, memory: bytes, ops: microseconds of CPU per second. Undefined if it is not known. */
  readonly values: readonly (number | undefined)[]
  /** Of memory: nodes that do not count it by slot, and what their values are made of. */
  readonly estimates: readonly MemoryEstimate[]
  /** For how many milliseconds keys were measured for these. */
  readonly sampledMs: number
  /** Nodes that did not tell, and why: their slots have no value. */
  readonly unread: readonly {readonly node: NodeId; readonly reason: string}[]
}

/** The highest level of `levelOf`. */
export const TOP_LEVEL = 9

/** How much a value is of the highest one: 0 for nothing, else from 1 to 9. */
export function levelOf(value: number, highest: number): number {
  if (value <= 0) return 0
  return Math.max(1, Math.min(TOP_LEVEL, Math.ceil((value / highest) * TOP_LEVEL)))
}

/** The highest value of all slots; 0 if there is none. */
export function highestOf({values}: SlotHeat): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
}

/** The slots with the highest values, the highest first, of equals the lowest slot; none whose value is 0. */
export function hottest(
  {values}: SlotHeat,
  count: number,
): {readonly slot: number; readonly value: number}[] {
  return values
    .flatMap((value, slot) => (value === undefined || value <= 0 ? [] : [{slot, value}]))
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
}

/** For each cell of `size` slots, the highest value of any of them; undefined if none is known. */
export function cellValues({values}: SlotHeat, size: number): (number | undefined)[] {
  return Array.from({length: Math.ceil(SLOT_COUNT / size)}, (_, at) => {
    const known = values.slice(at * size, (at + 1) * size).filter((value) => value !== undefined)
    return known.length === 0 ? undefined : Math.max(...known)
  })
}

/** The sum over some slots. */
export function sumOver({values}: SlotHeat, slots: Iterable<number>): number {
  let sum = 0
  for (const slot of slots) sum += values[slot] ?? 0
  return sum
}

/** The slots that have no value. */
export function unknownSlots({values}: SlotHeat): SlotRange[] {
  return toRanges(values.flatMap((value, slot) => (value === undefined ? [slot] : [])))
}
