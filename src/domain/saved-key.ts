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

/** A saved key, and when it was saved, in milliseconds since 1970. */
export type SavedLine = SavedKey & {readonly savedAt: number}

/** What a file of saved keys holds. */
export type SavedFile = {
  /** In the order in which they were saved. */
  readonly lines: readonly SavedLine[]
  /** Numbers of lines that hold no whole key, from 1. */
  readonly broken: readonly number[]
}
