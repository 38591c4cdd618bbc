import type {Node, NodeId} from '../../domain/node.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../../domain/snapshot.js'

/**
 * Where a node stands: a primary or replica that answers; `lost`: does not answer, and other nodes take it for failed;
 * `away`: does not answer, and no other node says that it failed; `unknown`: nobody knows it.
 */
export type Standing = 'primary' | 'replica' | 'lost' | 'away' | 'unknown'

/** What rules ask about nodes. */
export type World = {
  readonly standingOf: (id: NodeId) => Standing
  readonly epochOf: (id: NodeId) => number
  /** The replica that has most of what a lost primary had, if one answers. */
  readonly bestReplicaOf: (id: NodeId) => NodeId | undefined
}

/** The nodes of a snapshot, as rules see them. */
export function worldOf(snapshot: ClusterSnapshot): World {
  return {
    standingOf: (id) => standingOf(nodeById(snapshot, id)),
    epochOf: (id) => nodeById(snapshot, id)?.configEpoch ?? 0,
    bestReplicaOf: (id) => bestReplicaOf(snapshot, id)?.id,
  }
}

function standingOf(node: Node | undefined): Standing {
  if (!node) return 'unknown'
  if (node.reachable) return node.role
  return node.flags.includes('fail') || node.flags.includes('noaddr') ? 'lost' : 'away'
}

/** Of the replicas that answer the one that has processed most; of equals the first. */
function bestReplicaOf(snapshot: ClusterSnapshot, id: NodeId): Node | undefined {
  const offset = ({info}: Node) => info?.replication.offset ?? -1
  const [best] = reachableNodes(snapshot)
    .filter(({role, primaryId}) => role === 'replica' && primaryId === id)
    .toSorted((a, b) => offset(b) - offset(a))
  return best
}
