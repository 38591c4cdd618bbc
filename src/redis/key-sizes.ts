import {SIZED_ALONE} from './key-scripts.js'
import type {WireReply} from './wire.js'

/** Cursor, keys, how many small ones were measured and their bytes together, then place and bytes of each of the others. */
export type ScriptScan = readonly [Buffer, Buffer[], number, number, number[]]

/** Keys of a scan, the bytes that a small one of them takes on average, and whether all of them are small. */
export type Sizes = {readonly keys: readonly SizedKey[]; readonly usual: number; readonly isSmall: boolean}

/** What SCAN_WITH_SIZES has told. */
export function toScan([, keys, measured, small, big]: ScriptScan): Sizes {
  const bytes = new Map<number, number>()
  for (let at = 0; at + 1 < big.length; at += 2) bytes.set(big[at] ?? 0, big[at + 1] ?? 0)
  const usual = Math.round(small / Math.max(1, measured))
  return {
    keys: keys.map((key, at): SizedKey => ({key, bytes: bytes.get(at) ?? usual})),
    usual,
    isSmall: bytes.size === 0,
  }
}

/** What MEMORY USAGE (Redis 4.0) has told of each key; of one that it does not tell of the size is unknown. */
export function withSizes(keys: readonly Buffer[], replies: readonly WireReply[]): Sizes {
  const sized = keys.map((key, at): SizedKey => ({key, bytes: sizeOf(replies[at])}))
  const known = sized.flatMap(({bytes}) => (bytes === undefined ? [] : [bytes]))
  const small = known.filter((bytes) => bytes < SIZED_ALONE)
  const sum = small.reduce((total, bytes) => total + bytes, 0)
  return {
    keys: sized,
    usual: Math.round(sum / Math.max(1, small.length)),
    isSmall: known.length === small.length,
  }
}

function sizeOf(reply: WireReply | undefined): number | undefined {
  // Nil where the key has gone meanwhile.
  return !reply || reply.error ? undefined : Number(reply.value ?? 0)
}

/** A key with the memory it takes; undefined where the server does not tell. */
export type SizedKey = {readonly key: Buffer; readonly bytes: number | undefined}
