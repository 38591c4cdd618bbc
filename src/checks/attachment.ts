import type {Finding} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'

/**
 * Replicas that follow a replica, or a node that is not in the cluster. Only what a replica says about itself counts:
 * about a node that is down, the others keep saying what was true once.
 */
export function checkAttachment(snapshot: ClusterSnapshot): Finding[] {
  const nodes = new Map(snapshot.nodes.map((node) => [node.id, node]))
  return reachableNodes(snapshot)
    .filter(({role}) => role === 'replica')
    .flatMap((replica) => findingOf(replica, nodes))
}

function findingOf({id, primaryId}: Node, nodes: ReadonlyMap<NodeId, Node>): Finding[] {
  const primary = primaryId === undefined ? undefined : nodes.get(primaryId)
  if (primary === undefined) {
    return [{code: 'replica-of-unknown', nodes: [id], ranges: [], primary: primaryId}]
  }
  if (primary.role === 'primary') return []
  return [{code: 'replica-of-replica', nodes: [id], ranges: [], primary: primary.id}]
}

/** Primaries that own slots and that no reachable node follows, in one finding. */
export function checkReplicas(snapshot: ClusterSnapshot): Finding[] {
  const followed = new Set(
    reachableNodes(snapshot).flatMap(({role, primaryId}) => (role === 'replica' ? [primaryId] : [])),
  )
  const alone = snapshot.nodes.filter(
    ({id, role, slots}) => role === 'primary' && slots.length > 0 && !followed.has(id),
  )
  if (alone.length === 0) return []
  return [{code: 'primary-without-replica', nodes: alone.map(({id}) => id), ranges: []}]
}
