import {ownLine} from '../../../domain/node.js'
import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../../domain/errors.js'
import type {NodeLine} from '../../../domain/node.js'
import {formatRanges} from '../../../domain/slot.js'
import {staleClaimOf} from '../../stale-claim.js'
import {RETRY_AFTER_MS, withNode} from '../retrying.js'
import type {Job} from './job.js'
import {reasonAgainst} from './source-standing.js'
import {standingOf} from './target-standing.js'

/**
 * Makes sure that both ends are still the nodes on which the slots were opened. A target that hung or was down for
 * long enough has been replaced by a replica, and is the last to hear of it; the same may have happened to the
 * source. `closing`: slots that are about to be given to the target. Returns a temporary error while the target is
 * suspected of having failed. Throws INCOMPLETE if an end has been replaced.
 */
export async function checkEnds(job: Job, closing: readonly number[] = []): Promise<Error | undefined> {
  const {source, target, execution} = job
  const [seen = [], said = []] = await Promise.all(
    [source, target].map(({id}) => withNode(execution.session, id, (client) => client.clusterNodes())),
  )
  const reason =
    closing.length > 0 && reasonAgainst(seen, {slots: closing, target: target.id, primaries: job.primaries})
  if (reason) {
    throw replaced(`${source.name} was replaced or restarted while slots were moved from it: ${reason}`)
  }
  return checkTarget(job, {seen, said})
}

type EndViews = {readonly seen: readonly NodeLine[]; readonly said: readonly NodeLine[]}

/** `seen`: the source's view, `said`: the target's. */
function checkTarget({source, target}: Job, {seen, said}: EndViews): Error | undefined {
  const standing = standingOf(seen.find(({id}) => id === target.id))
  const own = ownLine(said)
  if (standing === 'lost' || own?.role !== 'primary') {
    throw replaced(
      `${target.name} was considered failed, or replaced by a replica, while slots were moved to it`,
    )
  }
  const claim = staleClaimOf(target.id, own, seen)
  if (claim) {
    throw replaced(
      `${target.name} was replaced while slots were moved to it: ${claim.owner} now owns slots ${formatRanges(claim.ranges)}`,
    )
  }
  if (standing === 'primary') return undefined
  return new Error(`${source.name} suspects that ${target.name} has failed`)
}

function replaced(message: string): ClusterToolError {
  return new ClusterToolError('INCOMPLETE', message)
}

/**
 * Like `checkEnds`, but waits for a while until the target is no longer suspected. Throws INCOMPLETE if that takes
 * too long.
 */
export async function awaitEnds(job: Job, closing: readonly number[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const doubt = await checkEnds(job, closing)
    if (!doubt) return
    const wait = RETRY_AFTER_MS[attempt]
    if (wait === undefined) throw new ClusterToolError('INCOMPLETE', doubt.message)
    await sleep(wait)
  }
}
