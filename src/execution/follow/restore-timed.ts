import {type DumpedKey, timeLeft} from '../../redis/dumped-key.js'
import type {Command} from '../../redis/wire.js'

/** RESTORE of a key with the time that is left of its life, and so many milliseconds more. */
export function restoreTimed(dumped: DumpedKey, moreMs: number): Command {
  const left = timeLeft(dumped)
  return ['RESTORE', dumped.key, left < 0 ? 0 : Math.max(1, left + moreMs), dumped.payload, 'REPLACE']
}
