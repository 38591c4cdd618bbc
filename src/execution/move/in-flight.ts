import type {NodeId} from '../../domain/node.js'

/** Milliseconds for which the MIGRATEs that were sent to one node may hold it, all together. */
const HOLD_MS = 1900
/** A timeout below that fails on a target that is merely busy. */
const LEAST_TIMEOUT_MS = 40
const LEAST_AT_ONCE = 4
/** A MIGRATE gets so many times that while few are under way: targets fork, or serve a slow command, now and then. */
const MOST_SHARES = 6

/**
 * The MIGRATEs under way at one source. A server works through the commands that it has read before it serves anybody
 * else, and when the target hangs each MIGRATE waits for its own timeout. So all timeouts together are limited, whoever
 * sends the MIGRATEs: several moves from one source share this.
 */
export class InFlight {
  readonly holdMs: number
  /** How many MIGRATEs may be under way at a time. */
  readonly most: number
  private free: number
  private readonly waiting: {readonly count: number; readonly go: () => void}[] = []

  /** `nodeTimeoutMs`: after which others take the source for dead. */
  constructor(nodeTimeoutMs: number) {
    this.holdMs = Math.min(HOLD_MS, nodeTimeoutMs / 2)
    this.most = Math.max(LEAST_AT_ONCE, Math.floor(this.holdMs / LEAST_TIMEOUT_MS))
    this.free = this.most
  }

  /** Runs `send` when so many more MIGRATEs may be under way, or with nothing else under way when `alone`. */
  async take<T>(
    count: number,
    {alone}: {readonly alone: boolean},
    send: (timeoutMs: number) => Promise<T>,
  ): Promise<T> {
    const shares = this.sharesFor(count)
    const places = alone ? this.most : Math.min(count * shares, this.most)
    await this.reserve(places)
    try {
      return await send(Math.max(1, Math.floor(this.holdMs / (alone ? count : this.most / shares))))
    } finally {
      this.free += places
      this.admit()
    }
  }

  /** How much of what is free each of so many may have: half of it is left to whoever comes next. */
  private sharesFor(count: number): number {
    const share = this.waiting.length > 0 ? 1 : Math.floor(this.free / (2 * count))
    return Math.min(MOST_SHARES, Math.max(1, share))
  }

  private async reserve(count: number): Promise<void> {
    if (this.waiting.length === 0 && count <= this.free) {
      this.free -= count
      return
    }
    await new Promise<void>((go) => this.waiting.push({count, go}))
  }

  /** In the order in which they came, so that one that needs all places is not passed by for ever. */
  private admit(): void {
    for (let next = this.waiting[0]; next && next.count <= this.free; next = this.waiting[0]) {
      this.waiting.shift()
      this.free -= next.count
      next.go()
    }
  }
}

/** One for each source of a run. */
export class InFlightBySource {
  private readonly sources = new Map<NodeId, InFlight>()

  of(source: NodeId, nodeTimeoutMs: number): InFlight {
    const known = this.sources.get(source)
    if (known) return known
    const made = new InFlight(nodeTimeoutMs)
    this.sources.set(source, made)
    return made
  }
}
