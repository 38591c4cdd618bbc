import type {MemoryEstimate} from './memory-estimate.js'
import type {NodeId} from './node.js'

/** What slots can be compared by. `ops` is the load of commands as CPU time, which servers count by slot, so it is the same as `cpu`. */
export const SLOT_MEASURES = ['keys', 'memory', 'ops', 'cpu', 'network'] as const

export type FigureMeasure = (typeof SLOT_MEASURES)[number]

/** A value for each slot, by slot; undefined if it is not known. */
export type SlotValueList = readonly (number | undefined)[]

/** What is known of each slot. */
export type SlotFigures = {
  readonly keys: SlotValueList
  /** Bytes of memory. */
  readonly memory: SlotValueList
  /** Undefined if not all nodes count any of it. */
  readonly load: SlotLoad | undefined
  /** Nodes that count neither CPU time nor network traffic of slots. */
  readonly uncounted: readonly NodeId[]
  /** Nodes that do not count the memory of slots. */
  readonly estimates: readonly MemoryEstimate[]
  /** For how many milliseconds memory was sampled. */
  readonly sampledMs: number
  /** Nodes that did not tell, and why. */
  readonly unread: readonly {readonly node: NodeId; readonly reason: string}[]
}

export type SlotLoad = {
  /** Microseconds of CPU time per second; undefined if not all nodes count it. */
  readonly cpu: SlotValueList | undefined
  /** Bytes per second that clients sent and received; undefined if not all nodes count them. */
  readonly network: SlotValueList | undefined
  /** For how many milliseconds it was measured. */
  readonly measuredMs: number
}

/** The values of one measure; undefined if it was not read. */
export function valuesOf(
  {keys, memory, load}: SlotFigures,
  measure: FigureMeasure,
): SlotValueList | undefined {
  if (measure === 'keys') return keys
  if (measure === 'memory') return memory
  return measure === 'network' ? load?.network : load?.cpu
}

/** The slots with the highest values, the highest first, of equals the lowest slot; none whose value is 0. */
export function topSlots(values: SlotValueList, count: number): number[] {
  return values
    .flatMap((value, slot) => (value !== undefined && value > 0 ? [{slot, value}] : []))
    .sort((a, b) => b.value - a.value || a.slot - b.slot)
    .slice(0, count)
    .map(({slot}) => slot)
}

/** The load that a measure needs; undefined if it is none. */
export function loadOf(measure: FigureMeasure): 'cpu' | 'network' | undefined {
  if (measure === 'keys' || measure === 'memory') return undefined
  return measure === 'network' ? 'network' : 'cpu'
}
