import type {TimedTtl} from '../domain/copies.js'

/** The DUMP of a key, and its time to live with the time of reading. */
export type DumpedKey = TimedTtl & {readonly key: Buffer; readonly payload: Buffer}

/** The milliseconds that are left of a time to live, counted from the reply that told it; -1: forever. */
export function timeLeft(
  {ttlMs, readTo}: Pick<TimedTtl, 'ttlMs' | 'readTo'>,
  now = performance.now(),
): number {
  return ttlMs < 0 ? -1 : Math.max(0, Math.round(ttlMs - (now - readTo)))
}
