import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../../domain/errors.js'
import type {NodeLine} from '../../../domain/node.js'
import {formatRanges} from '../../../domain/slot.js'
import {staleClaimOf} from '../../stale-claim.js'
import {RETRY_AFTER_MS, withNode} from '../retrying.js'
import type {Job} from './job.js'

/**
 * How the target stands by the source's word: `suspected` of having failed, which may pass; `lost`: taken for failed, or a
 * replica by now, so that keys that are sent to it are lost when it follows the node that took its place.
 */
type Standing = 'primary' | 'suspected' | 'lost'

/** Reads a line of CLUSTER NODES; undefined when the node is not known. */
export function standingOf(line: Pick<NodeLine, 'role' | 'flags'> | undefined): Standing {
  if (!line || line.role === 'replica' || line.flags.includes('fail')) return 'lost'
  return line.flags.includes('fail?') ? 'suspected' : 'primary'
}

/**
 * Makes sure that the target still is the primary that slots are moved to: one that has hung, or was down, for long enough
 * has been replaced by a replica, and is the last to hear of it. Returns an error that may pass while it is suspected.
 * Throws INCOMPLETE when it has been replaced.
 */
export async function checkTarget({source, target, execution}: Job): Promise<Error | undefined> {
  const [seen, said] = await Promise.all(
    [source, target].map(({id}) => withNode(execution.session, id, (client) => client.clusterNodes())),
  )
  const standing = standingOf(seen?.find(({id}) => id === target.id))
  const own = said?.find(({myself}) => myself)
  const claim = own && staleClaimOf(target.id, own, seen ?? [])
  if (standing === 'lost' || own?.role !== 'primary') {
    throw replaced(
      `${target.name} was taken for failed, or replaced by a replica, while slots were moved to it`,
    )
  }
  if (claim) {
    throw replaced(
      `${target.name} was replaced while slots were moved to it: ${claim.owner} owns slots ${formatRanges(claim.ranges)} by now`,
    )
  }
  return standing === 'suspected'
    ? new Error(`${source.name} suspects ${target.name} of having failed`)
    : undefined
}

function replaced(message: string): ClusterToolError {
  return new ClusterToolError('INCOMPLETE', message)
}

/** The same, and waits for a while until it is suspected no more. Throws INCOMPLETE when that takes too long, too. */
export async function awaitTarget(job: Job): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const doubt = await checkTarget(job)
    if (!doubt) return
    const wait = RETRY_AFTER_MS[attempt]
    if (wait === undefined) throw new ClusterToolError('INCOMPLETE', doubt.message)
    await sleep(wait)
  }
}
