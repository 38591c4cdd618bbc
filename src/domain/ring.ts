/** The last values of a series, at most `limit` of them, so that it takes the same memory however long it runs. */
export class Ring<T> {
  private readonly kept: T[] = []
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  push(value: T): void {
    if (this.kept.length === this.limit) this.kept.shift()
    this.kept.push(value)
  }

  /** The oldest one first. */
  get values(): readonly T[] {
    return this.kept
  }
}
