import type {PlannedShard} from '../../domain/layout.js'
import type {Node, NodeId, NodeLine} from '../../domain/node.js'
import type {SlotRange} from '../../domain/slot.js'
import {sameRanges} from './expectation.js'

/**
 * Whether the cluster is as planned: each node reports ok, each view has every node in its planned role with its
 * planned slots and without failures, and each replica is in sync with its primary or is syncing.
 */
export function isFormed(nodes: readonly Node[], shards: readonly PlannedShard[]): boolean {
  const roles = plannedRoles(shards)
  return nodes.every(
    (node) => node.clusterInfo?.state === 'ok' && isAttached(node) && seesAll(node.view, roles),
  )
}

type PlannedRole = {readonly primaryId: NodeId | undefined; readonly slots: readonly SlotRange[]}

function plannedRoles(shards: readonly PlannedShard[]): Map<NodeId, PlannedRole> {
  const roles = new Map<NodeId, PlannedRole>()
  for (const {primary, ranges, replicas} of shards) {
    roles.set(primary.id, {primaryId: undefined, slots: ranges})
    for (const {id} of replicas) roles.set(id, {primaryId: primary.id, slots: []})
  }
  return roles
}

/** This user may not be allowed to run INFO; then the link cannot be judged. */
function isAttached({role, info}: Node): boolean {
  return role === 'primary' || !info || info.replication.linkUp || info.replication.syncing
}

function seesAll(view: readonly NodeLine[], roles: ReadonlyMap<NodeId, PlannedRole>): boolean {
  const good = view.filter((line) => {
    const planned = roles.get(line.id)
    return (
      planned && line.primaryId === planned.primaryId && sameRanges(line.slots, planned.slots) && !isIll(line)
    )
  })
  return good.length === roles.size
}

function isIll({flags}: NodeLine): boolean {
  return flags.includes('fail') || flags.includes('fail?') || flags.includes('noaddr')
}
