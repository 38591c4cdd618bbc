import type {NodeId} from '../../domain/node.js'
import type {Operation} from '../../domain/operation.js'
import {type SlotRange, slotsOf, toRanges} from '../../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'

/**
 * Slots of the moves of an operation whose owners have served their keys since the first one moved: no node had them
 * open before, and the config epoch of the source, which a failover raises, has not changed.
 */
export function vouchedSlots({plan, cluster}: Operation, now: ClusterSnapshot): SlotRange[] {
  const before = new Map(cluster.nodes.map((node) => [node.id, node]))
  const isUnchanged = (id: NodeId) => {
    const node = nodeById(now, id)
    return node?.reachable && node.role === 'primary' && node.configEpoch === before.get(id)?.configEpoch
  }
  const open = new Set(cluster.nodes.flatMap(({openSlots}) => openSlots.map(({slot}) => slot)))
  const moves = plan.steps.filter((step) => step.kind === 'migrate-slots')
  const meant = moves.filter(({source}) => isUnchanged(source)).flatMap(({ranges}) => [...slotsOf(ranges)])
  return toRanges(new Set(meant.filter((slot) => !open.has(slot))))
}
