/** A key as it was before it was deleted. */
export type SavedKey = {
  readonly node: string
  readonly db: number
  readonly slot: number
  readonly key: Buffer
  /** Remaining time to live in milliseconds; -1 means forever. */
  readonly timeToLiveMs: number
  /** The reply of DUMP, for RESTORE. */
  readonly payload: Buffer
}

/** A saved key and the time at which it was saved, in milliseconds since 1970. */
export type SavedLine = SavedKey & {readonly savedAt: number}

/** The contents of a file of saved keys. */
export type SavedFile = {
  /** In the order in which they were saved. */
  readonly lines: readonly SavedLine[]
  /** Numbers of lines that hold no complete key, from 1. */
  readonly broken: readonly number[]
}
