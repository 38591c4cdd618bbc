import type {NodeId} from './node.js'

/** Some keys of a slot that were measured. */
export type SlotSample = {
  readonly slot: number
  /** All keys of the slot. */
  readonly keys: number
  /** The sizes of those that were measured, in bytes. */
  readonly sizes: readonly number[]
}

/** The memory of the slots of a node that does not count it, as sampled keys let one guess. */
export type MemoryEstimate = {
  readonly node: NodeId
  /** All keys of its slots. */
  readonly keys: number
  /** How many of them were measured; 0: each counts as the average key of the node. */
  readonly measured: number
  /** The sum over its slots, in bytes. */
  readonly bytes: number
  /** By how many bytes the sum may be wrong, either way, with a probability of 95 %; undefined if nothing was measured. */
  readonly error: number | undefined
  /** What the node says that all its keys use, in bytes; undefined if it does not. */
  readonly dataset: number | undefined
}

/** Bytes of a slot: its keys times the average of those that were measured. */
export function slotBytes({keys, sizes}: SlotSample): number {
  return sizes.length === 0 ? 0 : Math.round((keys * sumOf(sizes)) / sizes.length)
}

/** Two standard errors of the sum over these slots, in bytes; 0 if every key was measured. */
export function errorOf(samples: readonly SlotSample[]): number {
  const all = samples.flatMap(({sizes}) => sizes)
  const usual = varianceOf(all)
  const squares = samples.map(({keys, sizes}) => {
    if (sizes.length === 0 || sizes.length >= keys) return 0
    // The variance of a few sizes is itself a guess, and one size has none.
    const variance = sizes.length < LEAST_SIZES ? usual : varianceOf(sizes)
    return (keys ** 2 * variance * (1 - sizes.length / keys)) / sizes.length
  })
  return Math.round(2 * Math.sqrt(sumOf(squares)))
}

const LEAST_SIZES = 5

function varianceOf(sizes: readonly number[]): number {
  if (sizes.length < 2) return 0
  const mean = sumOf(sizes) / sizes.length
  return sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / (sizes.length - 1)
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
