import type {Rate} from '../../domain/rate.js'
import type {SizedKey} from '../../redis/key-sizes.js'

/**
 * Assumed size of a key if the source does not report it: many keys of unknown size, read at one time, could exceed
 * the memory of this machine.
 */
const UNKNOWN_BYTES = 160_000

/** The size that a key counts for in a batch. */
export function weightOf({bytes}: SizedKey): number {
  return bytes ?? UNKNOWN_BYTES
}

type BatchLimits = {readonly keys: number; readonly bytes: number}

/** Splits keys into batches of limited number and size; a key that is larger than that is a batch of its own. */
export function inBatches(keys: readonly SizedKey[], most: BatchLimits): SizedKey[][] {
  const batches: SizedKey[][] = []
  let bytes = 0
  for (const key of keys) {
    const size = weightOf(key)
    const last = batches.at(-1)
    if (last && last.length < most.keys && bytes + size <= most.bytes) {
      last.push(key)
      bytes += size
    } else {
      batches.push([key])
      bytes = size
    }
  }
  return batches
}

/** With a rate, what is sent at one time is what may be sent within this time, so that it is sent evenly. */
const PART_SECONDS = 0.25

/** The keys of a chunk in the parts in which they are sent. */
export function partsOf(keys: readonly SizedKey[], rate: Rate | undefined): readonly (readonly SizedKey[])[] {
  if (!rate) return [keys]
  const most = Math.max(1, rate.perSecond * PART_SECONDS)
  const no = Infinity
  return inBatches(keys, rate.unit === 'keys' ? {keys: most, bytes: no} : {keys: no, bytes: most})
}

/** What keys count for together. */
export function bytesOf(keys: readonly SizedKey[]): number {
  return keys.reduce((sum, key) => sum + weightOf(key), 0)
}
