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

/** So long it counts that both ends were found to be what the slots were opened on: empty windows take a few milliseconds. */
const HOLDS_MS = 25

/** The same before each window of a move, which for a moment counts for those after it. */
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
