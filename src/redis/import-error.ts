/**
 * What an error means for keys that are being imported:
 * - `busy-key`: the cluster already has one of them
 * - `elsewhere`: their slot has another owner now, or is about to
 * - `try-again`: a later attempt may succeed
 * - `no-way`: the source cannot reach the owner, or may not log in there
 * - `key`: this key will always fail
 * - `fatal`: all keys will fail
 */
export type ImportErrorKind = 'busy-key' | 'elsewhere' | 'try-again' | 'no-way' | 'key' | 'fatal'

/**
 * Classifies an error reply of any version to MIGRATE, RESTORE or EXISTS; MIGRATE includes the error of its target.
 */
export function importErrorKind({message}: Error): ImportErrorKind {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'key'
}

/**
 * Whether a server refuses only this key, and may give others. `isOwned`: the server owned the key's slot when it was
 * first asked; otherwise the key is a stray key, which no client finds.
 */
export function isOfKeyAlone({message}: Error, isOwned: boolean): boolean {
  if (/^(MOVED|ASK)\b/.test(message)) return !isOwned
  return importErrorKind({message} as Error) === 'key'
}

const KINDS: readonly (readonly [RegExp, ImportErrorKind])[] = [
  [/\bBUSYKEY\b/, 'busy-key'],
  [/\b(MOVED|ASK)\b|non local key/, 'elsewhere'],
  [/error: READONLY|^READONLY/, 'elsewhere'],
  [/\b(BUSY|TRYAGAIN|LOADING|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|UNBLOCKED)\b/, 'try-again'],
  // Errors of the key, before those of the command.
  [/\bNOPERM\b.*\baccess\b.*\bkeys?\b/, 'key'],
  [/\bIOERR\b|\b(NOAUTH|WRONGPASS)\b|without any password/, 'no-way'],
  [/\b(OOM|NOPERM|MISCONF)\b|payload version|unknown command/i, 'fatal'],
]
