import type {Session} from '../../../redis/session.js'
import type {End} from './end.js'

/** Reads a second by others that are more than a watcher's or a replica's, and reads that are no accident. */
const BUSY_PER_SECOND = 50
const BUSY_AT_LEAST = 10

/**
 * Whether others use a node while slots are moved from it. What the node has read from all its clients is compared with
 * what this tool sent; who cannot be compared is taken to be in use. Once seen, traffic is taken to last.
 */
export class Traffic {
  private readonly session: Session
  private readonly end: End
  private last: {readonly at: number; readonly reads: number; readonly own: number} | undefined
  private seen = false

  constructor(session: Session, end: End) {
    this.session = session
    this.end = end
  }

  get isBusy(): boolean {
    return this.seen
  }

  /** Looks at what was read since it was called last. */
  async look(): Promise<void> {
    if (this.seen) return
    const own = this.session.readsCausedOn(this.end.id)
    const reads = await this.end.with((client) => client.reads())
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
