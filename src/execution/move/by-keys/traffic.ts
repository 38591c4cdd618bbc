import type {Session} from '../../../redis/session.js'
import type {Endpoint} from './endpoint.js'

/**
 * Reads per second by other clients: more than by a monitoring tool or a replica, and enough not to be accidental.
 */
const BUSY_PER_SECOND = 50
const BUSY_AT_LEAST = 10

/**
 * Whether others use a node while slots are moved from it. Compares what the node has read from all its clients with
 * what clustertool sent. If they cannot be compared, the node counts as used. Traffic that was seen once is assumed
 * to continue.
 */
export class Traffic {
  private readonly session: Session
  private readonly end: Endpoint
  private last: {readonly at: number; readonly reads: number; readonly own: number} | undefined
  private seen = false
  private ignored = 0

  constructor(session: Session, end: Endpoint) {
    this.session = session
    this.end = end
  }

  get isBusy(): boolean {
    return this.seen
  }

  /** Runs work whose reads cannot be told from those of others. What is read meanwhile says nothing. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    this.ignored++
    try {
      return await work()
    } finally {
      this.ignored--
      this.last = undefined
    }
  }

  /** Checks what was read since the last call. */
  async look(): Promise<void> {
    if (this.seen || this.ignored > 0) return
    const own = this.session.readsCausedOn(this.end.id)
    const reads = await this.end.with((client) => client.reads())
    if (this.ignored > 0) return
    const at = performance.now()
    const {last} = this
    this.last = reads === undefined ? undefined : {at, reads, own}
    if (reads === undefined) this.seen = true
    else if (last) this.seen = isBusy(reads - last.reads - (own - last.own), at - last.at)
  }
}

function isBusy(others: number, milliseconds: number): boolean {
  return others >= BUSY_AT_LEAST && (others * 1000) / milliseconds >= BUSY_PER_SECOND
}
