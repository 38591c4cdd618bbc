/** How long the pieces of one key took, seen from outside. */
export class PieceTimes {
  pieces = 0
  attempts = 0
  /** Milliseconds: the longest for one piece. */
  sourcePauseMs = 0
  targetPauseMs = 0

  /** A new attempt begins. */
  begin(): void {
    this.attempts++
    this.pieces = 0
  }

  addRead(ms: number): void {
    this.sourcePauseMs = Math.max(this.sourcePauseMs, ms)
  }

  addWritten(ms: number): void {
    this.pieces++
    this.targetPauseMs = Math.max(this.targetPauseMs, ms)
  }
}
