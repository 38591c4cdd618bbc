import type {SizedKey} from '../../redis/key-client.js'

type Limits = {readonly keys: number; readonly bytes: number}

/** Cuts keys into lists of at most so many keys and bytes; a key that is bigger stands alone. */
export function inBatches(keys: readonly SizedKey[], most: Limits): SizedKey[][] {
  const batches: SizedKey[][] = []
  let bytes = 0
  for (const key of keys) {
    const size = key.bytes ?? 0
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
