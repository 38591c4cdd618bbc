/**
 * What an error reply to SETSLOT or MIGRATE means for a move:
 * - `busy-key`: the target already has a key
 * - `try-again`: a later attempt may succeed
 * - `no-primary`: the node has become a replica, as a source does that gave away its last slot
 * - `fatal`: it will always fail
 */
export type MoveErrorKind = 'busy-key' | 'try-again' | 'no-primary' | 'fatal'

/** Classifies an error reply of any version to SETSLOT or MIGRATE; MIGRATE includes the error of its target. */
export function moveErrorKind({message}: Error): MoveErrorKind {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'fatal'
}

/**
 * Whether a node refuses everything because a script has been running for longer than busy-reply-threshold, 5 s by
 * default.
 */
export function isBusyScript({message}: Error): boolean {
  return /\bBUSY\b/.test(message)
}

const KINDS: readonly (readonly [RegExp, MoveErrorKind])[] = [
  [/\bBUSYKEY\b/, 'busy-key'],
  [/only with (masters|primaries)|^UNBLOCKED\b|^READONLY\b/i, 'no-primary'],
  // Valkey 8 and later wait for a replica at each SETSLOT; min-replicas-to-write refuses with the same words.
  [/\b(BUSY|IOERR|TRYAGAIN|LOADING|NOREPLICAS|MASTERDOWN|CLUSTERDOWN)\b/, 'try-again'],
  // Redis 8.4 and Valkey 9 refuse SETSLOT while one of their atomic moves is ending.
  [/slot (import|export) in progress|being trimmed|trim job in progress/i, 'try-again'],
]
