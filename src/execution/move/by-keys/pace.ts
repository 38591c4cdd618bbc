import type {SizedKey} from '../../../redis/key-sizes.js'
/** A key with the memory it takes; undefined where the server does not tell. */

/** Keys of one slot in one database that are still to be moved. */
export type Heap = {readonly slot: number; readonly db: number; readonly keys: readonly SizedKey[]}

/** What is sent at once: a MIGRATE for each heap, as a MIGRATE takes keys of one slot only. */
export type Bite = {
  readonly heaps: readonly Heap[]
  readonly keys: number
  readonly bytes: number
  /** Milliseconds that it will hold the source, by what earlier bites took. */
  readonly predictedMs: number
}

/**
 * Cuts heaps into bites that hold a server as long as is aimed at. The estimate has a part for each MIGRATE, each key
 * and each byte; how far it was off corrects the next one.
 */
export class Pace {
  private readonly mostKeys: number
  private factor = 1

  /** `mostKeys`: what one MIGRATE may carry. */
  constructor(mostKeys: number) {
    this.mostKeys = mostKeys
  }

  /** Takes the next bite off the front of the heaps, of about so many milliseconds; at least one key, at most so many heaps. */
  take(heaps: Heap[], aimMs: number, mostHeaps = Infinity): Bite {
    const taken: Heap[] = []
    const sum = {rawMs: 0, keys: 0, bytes: 0}
    for (let heap = heaps[0]; heap && taken.length < mostHeaps; heap = heaps[0]) {
      const roomMs = aimMs / this.factor - sum.rawMs
      // A small heap is not cut, since each MIGRATE costs as much as some keys do; it may overfill a bite by half.
      const slackMs = taken.length === 0 ? aimMs / this.factor / 2 : 0
      const part = cut(heap, {roomMs, slackMs, mostKeys: this.mostKeys, evenOne: taken.length === 0})
      if (part.count === 0) break
      const isCut = part.count < Math.min(heap.keys.length, this.mostKeys)
      if (isCut && taken.length > 0 && isSmall(heap)) break
      taken.push({...heap, keys: heap.keys.slice(0, part.count)})
      sum.rawMs += part.rawMs
      sum.keys += part.count
      sum.bytes += part.bytes
      if (part.count === heap.keys.length) heaps.shift()
      else heaps[0] = {...heap, keys: heap.keys.slice(part.count)}
    }
    return {heaps: taken, keys: sum.keys, bytes: sum.bytes, predictedMs: sum.rawMs * this.factor}
  }

  /** Corrects the estimate by what a bite really took. */
  learn({predictedMs}: Bite, actualMs: number): void {
    // A server also does other things meanwhile, such as writing its file of nodes; one such time must count little.
    const ratio = Math.min(MOST_GROWTH, actualMs / predictedMs)
    this.factor = Math.min(50, Math.max(0.1, this.factor * (1 + WEIGHT * (ratio - 1))))
  }
}

/** Milliseconds for which moving this one key will hold both servers. */
export function pauseOf({bytes}: SizedKey): number {
  return MIGRATE_MS + (bytes ?? 0) * BIG_BYTE_MS
}

// Taken on loopback with Redis 7.0; the factor corrects them for other machines.
const MIGRATE_MS = 0.05
const KEY_MS = 0.008
const BYTE_MS = 0.000_004
/** Of hashes and sorted sets of many small parts, which take longest for their size: 100 MB a second. */
const BIG_BYTE_MS = 0.000_01
const UNKNOWN_BYTES = 1000
const WEIGHT = 0.2
const MOST_GROWTH = 3

const SMALL_KEYS = 64

function isSmall({keys}: Heap): boolean {
  return keys.length <= SMALL_KEYS
}

type Room = {roomMs: number; slackMs: number; mostKeys: number; evenOne: boolean}
type Part = {count: number; rawMs: number; bytes: number}

/** As much of a heap as there is room for. */
function cut(heap: Heap, {roomMs, slackMs, mostKeys, evenOne}: Room): Part {
  const part = {count: 0, rawMs: MIGRATE_MS, bytes: 0}
  const mostMs = isSmall(heap) ? roomMs + slackMs : roomMs
  for (const {bytes = UNKNOWN_BYTES} of heap.keys) {
    const next = part.rawMs + KEY_MS + bytes * BYTE_MS
    if (part.count === mostKeys || (next > mostMs && !(evenOne && part.count === 0))) break
    part.rawMs = next
    part.bytes += bytes
    part.count++
  }
  return part
}
