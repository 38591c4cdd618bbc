import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {StepResult} from '../domain/step.js'
import {membersOf} from '../execution/member.js'
import {refuseWrongAddresses} from '../execution/wrong-address.js'
import {isServerError} from '../redis/errors.js'
import type {Session} from '../redis/session.js'

/**
 * The results after a look at the cluster. Nodes may find each other and only then learn a wrong address from the
 * connections of others; a node that answers the session and that the snapshot shows as unreachable is such a one.
 * Then waiting for agreement has failed, with the reason; otherwise the results are returned as they are.
 */
export async function withWrongAddress(
  results: readonly StepResult[],
  {nodes}: ClusterSnapshot,
  session: Session,
): Promise<readonly StepResult[]> {
  const last = results.at(-1)
  if (last?.step.kind !== 'agree' || last.status !== 'done') return results
  const lost = new Set(nodes.flatMap(({id, reachable}) => (reachable ? [] : [id])))
  if (!last.step.nodes.some((id) => lost.has(id))) return results
  try {
    await refuseWrongAddresses(await membersOf(last.step.nodes, {session}), session)
    return results
  } catch (error) {
    // A node that does not answer here either is in the snapshot as what it is.
    if (isServerError(error)) return results
    if (!(error instanceof ClusterToolError)) throw error
    if (error.code !== 'INCOMPLETE') return results
    return [...results.slice(0, -1), {...last, status: 'failed', error: messageOf(error)}]
  }
}
