import type {SizedKey} from '../../redis/key-sizes.js'

/**
 * Bytes that a key is taken for where the source does not tell: many of an unknown size that are read in one go could be
 * more than this machine has memory for.
 */
const UNKNOWN_BYTES = 160_000

/** Bytes that a key counts for where many are taken in one go. */
export function weightOf({bytes}: SizedKey): number {
  return bytes ?? UNKNOWN_BYTES
}

type Limits = {readonly keys: number; readonly bytes: number}

/** Cuts keys into lists of at most so many keys and bytes; a key that is bigger stands alone. */
export function inBatches(keys: readonly SizedKey[], most: Limits): SizedKey[][] {
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
