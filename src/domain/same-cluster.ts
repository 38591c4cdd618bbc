import type {NodeId} from './node.js'
import type {ClusterSnapshot} from './snapshot.js'

/** A node that was removed may be in another cluster: at least half of the nodes must be those of before. */
export function isSameCluster(before: ClusterSnapshot, now: ClusterSnapshot): boolean {
  const ids = idsOf(before)
  return now.nodes.filter(({id}) => ids.has(id)).length * 2 >= now.nodes.length
}

/** Whether the node through which the cluster was read was removed and reset: it knows only itself. */
export function wasRemoved(before: ClusterSnapshot, now: ClusterSnapshot): boolean {
  return before.nodes.length > 1 && now.nodes.length === 1 && now.nodes.every(({slots}) => slots.length === 0)
}

/** Whether nobody has joined or left. */
export function haveSameNodes(before: ClusterSnapshot, now: ClusterSnapshot): boolean {
  const ids = idsOf(before)
  return before.nodes.length === now.nodes.length && now.nodes.every(({id}) => ids.has(id))
}

function idsOf({nodes}: ClusterSnapshot): ReadonlySet<NodeId> {
  return new Set(nodes.map(({id}) => id))
}
