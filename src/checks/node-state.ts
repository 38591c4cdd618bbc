import type {Finding} from '../domain/finding.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'

/** The nodes whose own CLUSTER INFO says that the cluster is down, in one finding. */
export function checkClusterState(snapshot: ClusterSnapshot): Finding[] {
  const failing = reachableNodes(snapshot).filter(({clusterInfo}) => clusterInfo?.state === 'fail')
  if (failing.length === 0) return []
  return [{code: 'cluster-state-fail', nodes: failing.map(({id}) => id), ranges: []}]
}

/**
 * Nodes that are loading their data from disk. Such a node may refuse CLUSTER NODES and therefore count as
 * unreachable.
 */
export function checkLoading({nodes}: ClusterSnapshot): Finding[] {
  return nodes
    .filter(({info}) => info?.loading)
    .map(({id}) => ({code: 'node-loading', nodes: [id], ranges: []}))
}
