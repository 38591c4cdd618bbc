import type {SizedKey} from '../../../redis/key-sizes.js'

/** Keys of one slot in one database that are still to be moved. */
export type KeyGroup = {readonly slot: number; readonly db: number; readonly keys: readonly SizedKey[]}

/** Keys that are sent at one time: a MIGRATE for each group, because a MIGRATE accepts keys of one slot only. */
export type Batch = {
  readonly groups: readonly KeyGroup[]
  readonly keys: number
  readonly bytes: number
  /** Milliseconds for which it will block the source, estimated from earlier batches. */
  readonly predictedMs: number
}

/**
 * Splits groups into batches that block a server for a given time. The estimate has a part for each MIGRATE, each key
 * and each byte; the error of the last estimate corrects the next one.
 */
export class Pace {
  private readonly mostKeysOf: () => number
  private factor = 1

  /** `mostKeys`: maximum number of keys in one MIGRATE, or what returns it, as it may change. */
  constructor(mostKeys: number | (() => number)) {
    this.mostKeysOf = typeof mostKeys === 'number' ? () => mostKeys : mostKeys
  }

  /**
   * Removes the next batch from the front of the groups. It takes about `aimMs` milliseconds, and has at least one key
   * and at most `mostGroups` groups.
   */
  take(groups: KeyGroup[], aimMs: number, mostGroups = Infinity): Batch {
    const taken: KeyGroup[] = []
    const sum = {rawMs: 0, keys: 0, bytes: 0}
    const mostKeys = this.mostKeysOf()
    for (let group = groups[0]; group && taken.length < mostGroups; group = groups[0]) {
      const roomMs = aimMs / this.factor - sum.rawMs
      // A small group is not split, because each MIGRATE costs as much as some keys do. It may exceed the size of a
      // batch by half.
      const slackMs = taken.length === 0 ? aimMs / this.factor / 2 : 0
      const part = cut(group, {roomMs, slackMs, mostKeys, evenOne: taken.length === 0})
      if (part.count === 0) break
      const isCut = part.count < Math.min(group.keys.length, mostKeys)
      if (isCut && taken.length > 0 && isSmall(group)) break
      taken.push({...group, keys: group.keys.slice(0, part.count)})
      sum.rawMs += part.rawMs
      sum.keys += part.count
      sum.bytes += part.bytes
      if (part.count === group.keys.length) groups.shift()
      else groups[0] = {...group, keys: group.keys.slice(part.count)}
    }
    return {groups: taken, keys: sum.keys, bytes: sum.bytes, predictedMs: sum.rawMs * this.factor}
  }

  /** Corrects the estimate by the actual time of a batch. */
  learn({predictedMs}: Batch, actualMs: number): void {
    // A server also does other things, such as writing its nodes file, and a single such time must count little.
    const ratio = Math.min(MOST_GROWTH, actualMs / predictedMs)
    this.factor = Math.min(50, Math.max(0.1, this.factor * (1 + WEIGHT * (ratio - 1))))
  }
}

/** Milliseconds for which moving this key will block both servers. */
export function pauseOf({bytes}: SizedKey): number {
  return MIGRATE_MS + (bytes ?? 0) * BIG_BYTE_MS
}

// Measured on loopback with Redis 7.0; the factor corrects them for other machines.
const MIGRATE_MS = 0.05
const KEY_MS = 0.008
const BYTE_MS = 0.000_004
/** For hashes and sorted sets of many small elements, which take longest for their size: 100 MB per second. */
const BIG_BYTE_MS = 0.000_01
/** For a key whose size cannot be read. */
export const UNKNOWN_BYTES = 1000
const WEIGHT = 0.2
const MOST_GROWTH = 3

const SMALL_KEYS = 64

function isSmall({keys}: KeyGroup): boolean {
  return keys.length <= SMALL_KEYS
}

type Room = {roomMs: number; slackMs: number; mostKeys: number; evenOne: boolean}
type Part = {count: number; rawMs: number; bytes: number}

/** The part of a group that fits. */
function cut(group: KeyGroup, {roomMs, slackMs, mostKeys, evenOne}: Room): Part {
  const part = {count: 0, rawMs: MIGRATE_MS, bytes: 0}
  const mostMs = isSmall(group) ? roomMs + slackMs : roomMs
  for (const {bytes = UNKNOWN_BYTES} of group.keys) {
    const next = part.rawMs + KEY_MS + bytes * BYTE_MS
    if (part.count === mostKeys || (next > mostMs && !(evenOne && part.count === 0))) break
    part.rawMs = next
    part.bytes += bytes
    part.count++
  }
  return part
}
