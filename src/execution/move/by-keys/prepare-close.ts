import {awaitEnds} from './check-ends.js'
import type {Job} from './job.js'

/**
 * What has to be so before slots change hands; throws INCOMPLETE when it is not. The source's config epoch may have gone up
 * since the move began, by a failover there and back or where two were equal. A target that is not above it would lose the
 * slots again, and delete their keys (clusterUpdateSlotsConfigWith). The epoch goes up only when the ends are what they
 * were: a source that was replaced shows that of the node which it follows.
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
