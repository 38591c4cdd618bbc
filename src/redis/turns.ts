/** For how long after `slowDown` only one runs at a time, in milliseconds. */
const CAREFUL_MS = 10_000

/** Limits how many tasks run at the same time; the others wait for their turn. */
export class Turns {
  private readonly most: number
  private running = 0
  private carefulUntil = 0
  private readonly waiting: (() => void)[] = []

  constructor(most: number) {
    this.most = most
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    while (this.running >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.running++
    try {
      return await work()
    } finally {
      this.running--
      for (const next of this.waiting.splice(0, this.most - this.running)) next()
    }
  }

  /** Only one at a time for a while. */
  slowDown(): void {
    this.carefulUntil = performance.now() + CAREFUL_MS
  }

  private get atOnce(): number {
    return performance.now() < this.carefulUntil ? 1 : this.most
  }
}
