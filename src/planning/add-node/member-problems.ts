import type {Node, NodeId} from '../../domain/node.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import type {AddProblem} from './problems.js'

export type Wish = {
  readonly asReplicas: boolean
  /** The primary that the user named. */
  readonly primary: NodeId | undefined
}

/**
 * Members whose role is not the one that they should get: add-node does not change a member that has a role already.
 */
export function memberProblems(
  snapshot: ClusterSnapshot,
  joining: readonly Pick<Node, 'id' | 'address'>[],
  {asReplicas, primary}: Wish,
): AddProblem[] {
  return joining.flatMap(({id, address}): AddProblem[] => {
    const member = nodeById(snapshot, id)
    if (member?.role !== 'replica' || (asReplicas && (primary ?? member.primaryId) === member.primaryId))
      return []
    const nameOf = (node: NodeId | undefined) =>
      (node && nodeById(snapshot, node)?.address) ?? 'an unknown node'
    const is = `is already a replica of ${nameOf(member.primaryId)}`
    const wanted = asReplicas ? `of ${nameOf(primary)}` : 'a primary'
    return [
      {
        address,
        code: 'replica-of-other',
        message: `${address} ${is}, not ${wanted}.`,
        fact: {code: 'unfit-node', address, why: 'replica-of-other', reason: is},
        advice: asReplicas
          ? `To make it a replica of another primary, send to ${address}: CLUSTER REPLICATE ${primary}`
          : `To keep it as a replica, pass --replica. To make it a primary, remove it and add it again: clustertool del-node ${nodeById(snapshot, snapshot.seed)?.address ?? 'HOST:PORT'} ${id}`,
      },
    ]
  })
}
