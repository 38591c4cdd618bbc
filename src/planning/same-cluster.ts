import type {NodeId} from '../domain/node.js'
import type {Operation} from '../domain/operation.js'
import type {Step} from '../domain/step.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'

/**
 * Whether an operation was on this cluster. A node may have moved to another cluster and keeps its id, so a single
 * common node proves nothing: most of the nodes of either must be the same, or all nodes that its steps are about
 * must be here.
 */
export function isOfCluster(operation: Operation, now: ClusterSnapshot): boolean {
  const {cluster, plan} = operation
  const forming = cluster.nodes.length === 0
  const leaving = new Set(plan.steps.flatMap(nodeRemovedBy))
  const then = (forming ? cluster.others : cluster.nodes).map(({id}) => id).filter((id) => !leaving.has(id))
  const isHere = (id: NodeId) => nodeById(now, id) !== undefined
  const subjects = [...new Set(plan.steps.flatMap(subjectsOf))]
  return (
    isMost(then.filter(isHere).length, then.length, now.nodes.length) ||
    (subjects.length > 1 && subjects.every(isHere)) ||
    // Nodes that were to become a cluster and know only some of each other, or no node yet.
    (forming && now.nodes.every(({id}) => then.includes(id)))
  )
}

/** Whether two operations were on the same cluster. */
export function areOfOneCluster(a: Operation, b: Operation): boolean {
  const [ids, others] = [idsOf(a), idsOf(b)]
  const shared = [...ids].filter((id) => others.has(id)).length
  return isMost(shared, ids.size, others.size)
}

/** Nodes that a step removes from the cluster. */
export function nodeRemovedBy(step: Step): readonly NodeId[] {
  return step.kind === 'forget' || step.kind === 'reset' ? [step.node] : []
}

/** More than half of the first, or of the others if there are more than one. */
function isMost(shared: number, of: number, ofOthers: number): boolean {
  return shared * 2 > of || (shared > 1 && shared * 2 > ofOthers)
}

function idsOf({cluster}: Operation): ReadonlySet<NodeId> {
  return new Set([...cluster.nodes, ...cluster.others].map(({id}) => id))
}

function subjectsOf(step: Step): readonly NodeId[] {
  if (step.kind === 'migrate-slots') return [step.source, step.target]
  if (step.kind === 'replicate') return [step.node, step.primary]
  return step.kind === 'assign-slots' || step.kind === 'claim-slots' ? [step.node] : []
}
