import {showKey} from '../key-name.js'
import type {KeyGroup} from './pace.js'
import type {SizedKey} from '../../../redis/key-sizes.js'
import {pauseOf} from './pace.js'

/** A key that will block both servers for longer than clients should wait. */
export type BigKey = {
  readonly slot: number
  readonly db: number
  readonly key: Buffer
  readonly bytes: number
  /** Milliseconds, estimated. */
  readonly pauseMs: number
}

/** Keys whose estimated pause is longer than the limit, in milliseconds. */
export function bigKeysOf(groups: readonly KeyGroup[], limitMs: number): BigKey[] {
  return groups.flatMap(({slot, db, keys}) =>
    keys
      .filter((key) => pauseOf(key) > limitMs)
      .map((key: SizedKey) => ({slot, db, key: key.key, bytes: key.bytes ?? 0, pauseMs: pauseOf(key)})),
  )
}

/** `key «user:1» of slot 5 (52 MB, about 0.5 s)`. */
export function describeBigKey({key, slot, bytes, pauseMs}: BigKey): string {
  const megabytes = (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)
  const seconds = pauseMs < 1000 ? `${Math.round(pauseMs)} ms` : `${(pauseMs / 1000).toFixed(1)} s`
  return `key «${showKey(key)}» of slot ${slot} (${megabytes} MB, about ${seconds})`
}
