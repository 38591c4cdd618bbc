import {awaitEnds} from './check-ends.js'
import type {Job} from './job.js'

/**
 * Checks the conditions under which slots may change their owner; throws INCOMPLETE if they are not met. The source's
 * config epoch may have risen since the move started, by a failover and a failback, or because two epochs were equal.
 * A target that is not above it would lose the slots again, and delete their keys (clusterUpdateSlotsConfigWith). The
 * epoch is raised only if the ends are what they were: a source that was replaced shows the epoch of the node that it
 * follows.
 */
export async function prepareClose(job: Job, close: readonly number[]): Promise<void> {
  if (close.length === 0) return
  const {source, target, execution} = job
  const [isAbove] = await Promise.all([
    execution.epochs.stillAbove(target.id, source.id),
    awaitEnds(job, close),
  ])
  if (!isAbove) await execution.epochs.raise(target.id, [source.id])
}

/** For how long a check of both ends is valid: empty windows take a few milliseconds. */
const HOLDS_MS = 25

/** Calls `prepareClose` before each window of a move, unless the last check is still valid. */
export class CloseCheck {
  private readonly job: Job
  private at = -Infinity

  constructor(job: Job) {
    this.job = job
  }

  async before(close: readonly number[]): Promise<void> {
    const now = performance.now()
    if (now - this.at < HOLDS_MS) return
    await prepareClose(this.job, close)
    this.at = now
  }
}
