import {createHash} from 'node:crypto'
import {type DumpedKey, timeLeft} from './dumped-key.js'

/** The arguments of RESTORE; `readTo`: when the time to live was read, if that was not now. */
export type RestoredKey = Pick<DumpedKey, 'key' | 'payload' | 'ttlMs'> & {readonly readTo?: number}

/** A key with the value that it gets, and with the one that it has; undefined if it does not exist. */
export type ReplacedKey = RestoredKey & {readonly before: DumpedKey | undefined}

/** The time to live for RESTORE, in milliseconds; 0: forever. A key with less than a millisecond left must expire. */
export function ttlToRestore({ttlMs, readTo}: RestoredKey): number {
  const now = performance.now()
  const left = timeLeft({ttlMs, readTo: readTo ?? now}, now)
  return left < 0 ? 0 : Math.max(1, left)
}

/** As scripts of servers compute it (redis.sha1hex). */
export function sha1(payload: Buffer): string {
  return createHash('sha1').update(payload).digest('hex')
}
