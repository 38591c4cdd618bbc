/**
 * What an error means for keys that are being imported:
 * - `busy-key`: the cluster has one of them already
 * - `elsewhere`: their slot has another owner now, or will have one in a moment
 * - `try-again`: it may well work in a moment
 * - `no-way`: the source cannot reach the owner, or may not log in there
 * - `key`: this key will not work, whatever is waited for
 * - `fatal`: no key will
 */
export type ImportErrorKind = 'busy-key' | 'elsewhere' | 'try-again' | 'no-way' | 'key' | 'fatal'

/** Reads an error reply of any version to MIGRATE, RESTORE or EXISTS; MIGRATE wraps what its target said. */
export function importErrorKind({message}: Error): ImportErrorKind {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'key'
}

/**
 * Whether a server that was asked for keys refuses this one and may well give others. `isOwned`: the key's slot was
 * the server's when it was first asked; else the key is a stray one, which lies where no client looks for it.
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
  // Of the key alone, before those of the command.
  [/\bNOPERM\b.*\baccess\b.*\bkeys?\b/, 'key'],
  [/\bIOERR\b|\b(NOAUTH|WRONGPASS)\b|without any password/, 'no-way'],
  [/\b(OOM|NOPERM|MISCONF)\b|payload version|unknown command/i, 'fatal'],
]
