/** A key as it was before it was deleted. */
export type SavedKey = {
  readonly node: string
  readonly db: number
  readonly slot: number
  readonly key: Buffer
  /** Milliseconds it still had to live; -1: for ever. */
  readonly timeToLiveMs: number
  /** What DUMP said, for RESTORE. */
  readonly payload: Buffer
}
