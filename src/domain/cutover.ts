/** What is to become of the source after a cutover. */
export const THEN = ['unpause', 'readonly', 'shutdown'] as const
export type Then = (typeof THEN)[number]

/** How a cutover is to be made. `sample`: keys to compare on each side; undefined: all. */
export type CutoverWish = {
  readonly sample: number | undefined
  /** For how long the source may stay closed while clients are switched, in milliseconds. */
  readonly holdMs: number
  /** What is planned for the source. */
  readonly afterwards: Then
}

/** What the first part of a cutover found. Until the second part, the source takes no writes. */
export type CutoverResult = {
  /** `equal`: clients can be switched. */
  readonly status: 'equal' | 'different' | 'failed'
  /** Why it failed; the source takes writes again then, as when it is different. */
  readonly reason: string | undefined
  /** How long clients had waited with their writes when it was known. */
  readonly pausedMs: number
  /** How long it took until everything was in the cluster. */
  readonly drainedMs: number
  /** Keys that were compared, on both sides together; undefined: all. */
  readonly sample: number | undefined
  /** Keys that do not expire. */
  readonly lasting: {readonly source: number; readonly cluster: number}
  /** Keys that differ: how many, and the first ones; `key` is for reading. */
  readonly differing: {
    readonly count: number
    readonly shown: readonly {readonly key: string; readonly db: number; readonly what: string}[]
  }
}
