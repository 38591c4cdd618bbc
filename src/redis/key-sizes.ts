import {SIZED_ALONE} from './key-scripts.js'
import type {WireReply} from './wire.js'

/** Cursor, keys, number of small keys that were measured, their total size, then index and size of each other key. */
export type ScriptScan = readonly [Buffer, Buffer[], number, number, number[]]

/** Keys of a scan, the average size of a small one, and whether all of them are small. */
export type Sizes = {readonly keys: readonly SizedKey[]; readonly usual: number; readonly isSmall: boolean}

/** The reply of SCAN_WITH_SIZES. */
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

/** The sizes from MEMORY USAGE (Redis 4.0) for each key; undefined if it is not reported. */
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
  // Nil if the key no longer exists.
  return !reply || reply.error ? undefined : Number(reply.value ?? 0)
}

/** A key and its memory; undefined if the server does not report it. */
export type SizedKey = {readonly key: Buffer; readonly bytes: number | undefined}
