import {isSameExpiry, TTL_TOLERANCE_MS} from '../../domain/copies.js'
import type {KeyDigest} from '../../redis/read-digests.js'
import {isSameDigest} from '../../redis/value-digest.js'
import {type DigestReply, judge, type Verdict} from '../import/compare-keys.js'

/** A key as the source had it at an earlier look; undefined: it had none. */
export type EarlierValue = KeyDigest | undefined

/** How both sides have a key. */
export type KeyLook = {
  readonly ours: DigestReply
  readonly theirs: DigestReply
  /** Milliseconds since the first look at both sides. */
  readonly sinceMs: number
  /** Milliseconds for which the source has had the same value at each look. */
  readonly stillMs: number
}

/**
 * What another look at a key in doubt tells. `again`: nothing yet. `extra`: only the cluster has it. `changing`: the
 * source had another value at each look, and the cluster never one of those.
 */
export type LookVerdict = 'same' | 'again' | 'missing' | 'extra' | 'changing' | {readonly what: string}

/** A key that clients change all the time is looked at for this many times the lag, and at least so often. */
const CHANGING_LAGS = 6
const LEAST_LOOKS = 5

/**
 * Judges a look. A cluster that has what the source had a moment ago follows it, so that is no difference; any other
 * counts as soon as it has lasted for the lag without a change on the source.
 */
export function judgeLook(
  {ours, theirs, sinceMs, stillMs}: KeyLook,
  earlier: readonly EarlierValue[],
  lagMs: number,
): LookVerdict {
  const verdict = judge(ours, theirs)
  if (isFine(verdict) || hasJustExpired(ours, theirs)) return 'same'
  if (verdict === 'again') return 'again'
  // An error that belongs to the key.
  if (ours instanceof Error || theirs instanceof Error) return asDifference(verdict)
  if (earlier.some((one) => isSameValue(one, theirs))) return 'same'
  if (stillMs >= lagMs) return asDifference(verdict)
  return sinceMs > CHANGING_LAGS * lagMs && earlier.length >= LEAST_LOOKS ? 'changing' : 'again'
}

function isFine(verdict: Verdict): verdict is 'equal' | 'gone' {
  return verdict === 'equal' || verdict === 'gone'
}

/** Times to live may differ, so that one side may have deleted a key already. */
function hasJustExpired(ours: DigestReply, theirs: DigestReply): boolean {
  if (ours instanceof Error || theirs instanceof Error) return false
  const only = ours && theirs ? undefined : (ours ?? theirs)
  return only !== undefined && only.ttlMs >= 0 && only.ttlMs <= TTL_TOLERANCE_MS
}

function asDifference(verdict: 'missing' | 'arrived' | {readonly what: string}): LookVerdict {
  return verdict === 'arrived' ? 'extra' : verdict
}

/** Whether a source had the same value, or none, at two times. */
export function isSameValue(a: EarlierValue, b: EarlierValue): boolean {
  if (!a || !b) return a === b
  return isSameDigest(a.digest, b.digest) && isSameExpiry(a, b)
}
