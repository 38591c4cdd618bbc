/** The span of which the rate is told, in milliseconds. */
const SPAN_MS = 3000

/** How many commands were applied per second, in the last seconds. */
export class AppliedRate {
  private samples: {readonly at: number; readonly commands: number}[] = []

  /** Takes the number of commands so far; returns the rate. */
  note(commands: number): number {
    const now = performance.now()
    this.samples = [...this.samples.filter(({at}) => now - at <= SPAN_MS), {at: now, commands}]
    const [first] = this.samples
    if (!first || now - first.at < 1) return 0
    return Math.max(0, Math.round(((commands - first.commands) * 1000) / (now - first.at)))
  }
}
