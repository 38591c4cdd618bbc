/** How much a piece may differ from the one before it. */
const WEIGHT = 0.2
/** A server also does other things, and a single long time must count little. */
const MOST_RATIO = 3

export type PieceLimits = {
  /** Milliseconds that one piece should take. */
  readonly aimMs: number
  /** Elements, or bytes, of the smallest and the largest piece. */
  readonly least: number
  readonly most: number
}

/** How many elements, or bytes, the next piece should have, so that it holds a server for a given time. */
export class PieceSize {
  private readonly limits: PieceLimits
  private now: number

  /** `first`: the size of the first piece, estimated. */
  constructor(first: number, limits: PieceLimits) {
    this.limits = limits
    this.now = this.within(first)
  }

  get next(): number {
    return Math.round(this.now)
  }

  /** After each piece: the milliseconds that the slower one of both servers took. */
  learn(tookMs: number): void {
    const ratio = Math.min(MOST_RATIO, tookMs / this.limits.aimMs)
    this.now = this.within(this.now / (1 + WEIGHT * (ratio - 1)))
  }

  private within(size: number): number {
    return Math.min(this.limits.most, Math.max(this.limits.least, size))
  }
}
