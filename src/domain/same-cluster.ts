import type {NodeId} from './node.js'
import type {ClusterSnapshot} from './snapshot.js'

/**
 * A node that was removed may be in another cluster: most of the nodes of before must be there, or at least half of the
 * nodes that are there must be those of before. A cluster may grow to many times its size at once.
 */
export function isSameCluster(before: ClusterSnapshot, now: ClusterSnapshot): boolean {
  const ids = idsOf(before)
  const common = now.nodes.filter(({id}) => ids.has(id)).length
  return common * 2 > before.nodes.length || common * 2 >= now.nodes.length
}

/** Whether the node through which the cluster was read was removed and reset: it knows only itself. */
export function wasRemoved(before: ClusterSnapshot, now: ClusterSnapshot): boolean {
  return before.nodes.length > 1 && isAlone(now)
}

/** Whether it is one node without slots. */
export function isAlone({nodes}: ClusterSnapshot): boolean {
  return nodes.length === 1 && nodes.every(({slots}) => slots.length === 0)
}

function idsOf({nodes}: ClusterSnapshot): ReadonlySet<NodeId> {
  return new Set(nodes.map(({id}) => id))
}
