import type {Node} from '../domain/node.js'
import {type ClusterSnapshot, shardsOf} from '../domain/snapshot.js'

/**
 * One node of each shard with slots that is asked about the keys: the primary; with `replicas`, a replica that has all
 * data, where there is one.
 */
export function keyHolders(
  snapshot: ClusterSnapshot,
  {replicas: asksReplicas}: {readonly replicas: boolean},
): Node[] {
  return shardsOf(snapshot)
    .filter(({primary}) => primary.slots.length > 0)
    .map(({primary, replicas}) => (asksReplicas ? replicas.find(isInSync) : undefined) ?? primary)
}

function isInSync({reachable, info}: Node): boolean {
  return (
    reachable && info !== undefined && !info.loading && info.replication.linkUp && !info.replication.syncing
  )
}
