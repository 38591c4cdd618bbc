/** What came of a replica and its primary changing roles. */
export type SwitchOver = {
  /**
   * For how many milliseconds the longest write to the old primary was held, measured by a command that a server holds
   * like a write; undefined if this user may not run it.
   */
  readonly heldMs: number | undefined
  /** How many replicas of the new primary went on from where they were, and how many had to copy all data again. */
  readonly resyncs: {readonly partial: number; readonly full: number}
}
