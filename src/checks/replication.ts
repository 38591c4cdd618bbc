import type {Finding} from '../domain/finding.js'
import {bytesBehind} from '../domain/lag.js'
import {isAwaitedBy, type NodeId, type Replication} from '../domain/node.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../domain/snapshot.js'

/**
 * A primary pings its replicas every 10 seconds (repl-ping-replica-period), and both sides count whole seconds, so 11
 * are usual if there are no writes.
 */
const LAG_SECONDS = 12

/** Primary and replica are not read at the same instant, and what was written in between is not lag. */
const LAG_BYTES = 1_048_576

/** Replicas whose link to their primary is down, except those that are receiving their first copy or are about to. */
export function checkReplicationLinks(snapshot: ClusterSnapshot): Finding[] {
  return replicationLinks(snapshot)
    .filter(({replication}) => !replication.linkUp && !replication.syncing)
    .filter((link) => !isAwaited(link, snapshot))
    .map(({id, primary, replication}) => ({
      code: 'replication-broken',
      nodes: [id],
      ranges: [],
      primary,
      downSeconds: secondsDown(replication),
    }))
}

/** A server reports -1 for a link that has never been up. */
function secondsDown({downSeconds = -1}: Replication): number | undefined {
  return downSeconds < 0 ? undefined : downSeconds
}

/** Replicas with a link that is up but has been silent for more than 12 seconds, or that are over 1 MiB behind. */
export function checkReplicationLag(snapshot: ClusterSnapshot): Finding[] {
  return replicationLinks(snapshot)
    .filter(({replication}) => replication.linkUp)
    .flatMap(({id, primary, replication}) => {
      const bytes = bytesBehind(replication, nodeById(snapshot, primary))
      const seconds = Math.max(0, replication.lastIoSeconds ?? 0)
      if (seconds <= LAG_SECONDS && (bytes ?? 0) <= LAG_BYTES) return []
      return [{code: 'replication-lagging', nodes: [id], ranges: [], primary, bytes, seconds}]
    })
}

/** A primary lists a replica whose copy it is preparing; the replica itself says only that its link is down. */
function isAwaited({id, primary}: Link, snapshot: ClusterSnapshot): boolean {
  const node = nodeById(snapshot, id)
  return node !== undefined && isAwaitedBy(nodeById(snapshot, primary)?.info?.replication, [node])
}

/** A replica that answers, and its own word about its replication. */
type Link = {readonly id: NodeId; readonly primary: NodeId; readonly replication: Replication}

/** The replicas that answer; without those that say at the same time that they are primaries. */
export function replicationLinks(snapshot: ClusterSnapshot): Link[] {
  return reachableNodes(snapshot).flatMap(({id, role, primaryId, info}) => {
    const replication = info?.replication
    // A node may change its role between CLUSTER NODES and INFO; then it has no link to check.
    if (role !== 'replica' || replication?.role !== 'replica' || primaryId === undefined) return []
    return [{id, primary: primaryId, replication}]
  })
}
