import type {NodeId} from '../../domain/node.js'

/** Milliseconds for which all MIGRATEs that were sent to one node may block it together. */
const HOLD_MS = 1900
/** A shorter timeout would fail on a target that is only busy. */
const LEAST_TIMEOUT_MS = 30
const LEAST_AT_ONCE = 4
/**
 * While few are in flight, a MIGRATE gets this many times its share, because a target sometimes forks or executes a
 * slow command.
 */
const MOST_SHARES = 6

/**
 * The MIGRATEs in flight at one source. A server executes all commands that it has read before it serves anybody
 * else, and if the target hangs, each MIGRATE waits for its own timeout. So the sum of all timeouts is limited,
 * whoever sends the MIGRATEs: several moves from one source share this object.
 */
export class InFlight {
  readonly holdMs: number
  /** Maximum number of MIGRATEs in flight. */
  readonly most: number
  private free: number
  private readonly waiting: {readonly count: number; readonly go: () => void}[] = []

  /** `nodeTimeoutMs`: the time after which other nodes consider the source failed. */
  constructor(nodeTimeoutMs: number) {
    this.holdMs = Math.min(HOLD_MS, nodeTimeoutMs / 2)
    this.most = Math.max(LEAST_AT_ONCE, Math.floor(this.holdMs / LEAST_TIMEOUT_MS))
    this.free = this.most
  }

  /** Runs `send` when this many more MIGRATEs may be in flight, or with nothing else in flight if `alone`. */
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

  /**
   * The number of shares that each of `count` MIGRATEs may have. Half of the free places are left to the next ones.
   */
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

  /** In the order of arrival, so that one that needs all places does not wait forever. */
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
