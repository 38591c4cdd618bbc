import type {UnderWay} from '../checks/under-way.js'
import type {ClusterSample} from '../domain/sample.js'
import {unlessLate} from '../domain/unless-ended.js'
import type {Session} from '../redis/session.js'
import {changesUnderWay, type Here} from './under-way.js'

/** A server lists so many connections in no time. */
const FEW_CLIENTS = 500

/** How often they are listed if there are more, and nothing calls for it. */
const SELDOM_MS = 5000

/** The clustertools that are changing a cluster, looked for again and again. */
export class ChangesUnderWay {
  private readonly session: Session
  private readonly options: {readonly here: Here; readonly patienceMs: number}
  private last: readonly UnderWay[] = []
  private readAt = -Infinity

  constructor(session: Session, options: {readonly here: Here; readonly patienceMs: number}) {
    this.session = session
    this.options = options
  }

  /** `isNeeded`: something looks as if there were one. What takes too long is what it was before. */
  async in({snapshot, stats}: ClusterSample, isNeeded: boolean): Promise<readonly UnderWay[]> {
    const now = performance.now()
    const isCheap = [...stats.values()].every(({clients}) => clients <= FEW_CLIENTS)
    if (isNeeded || isCheap || this.last.length > 0 || now - this.readAt >= SELDOM_MS) {
      this.readAt = now
      const work = changesUnderWay(this.session, snapshot, this.options.here)
      this.last = (await unlessLate(work, this.options.patienceMs)) ?? this.last
    }
    return this.last
  }
}
