import {ownLine} from '../../../domain/node.js'
import type {NodeId, NodeLine} from '../../../domain/node.js'
import {hasSlot} from '../../../domain/slot.js'

type Closing = {
  readonly slots: readonly number[]
  readonly target: NodeId
  /** The nodes that were primaries when the move started. */
  readonly primaries: ReadonlySet<NodeId>
}

/**
 * Whether another node has replaced a node that gives slots away, according to its own line of CLUSTER NODES. A node
 * that gave away its last slot is a replica too: of the primary from which it heard of that first, which is not
 * always the last target (clusterUpdateSlotsConfigWith in cluster.c). A node that was replaced follows a node that
 * was a replica.
 */
export function isReplaced(
  {role, primaryId}: Pick<NodeLine, 'role' | 'primaryId'>,
  primaries: ReadonlySet<NodeId>,
): boolean {
  return role === 'replica' && (primaryId === undefined || !primaries.has(primaryId))
}

/**
 * Why slots must not be given to the target although their source holds no keys of them any more, in the source's own
 * view; undefined if they may. A source that was replaced by its replica has no keys while it copies the replica's
 * data. The replica has the keys that had not moved yet, and would delete them if it heard of another owner.
 */
export function reasonAgainst(
  lines: readonly NodeLine[],
  {slots, target, primaries}: Closing,
): string | undefined {
  const own = ownLine(lines)
  if (!own) return 'its CLUSTER NODES does not contain the node itself'
  if (isReplaced(own, primaries)) return 'it is now a replica'
  const marked = new Set(
    own.openSlots.flatMap(({slot, direction, peer}) =>
      direction === 'migrating' && peer === target ? [slot] : [],
    ),
  )
  const taken = lines.find(({id}) => id === target)?.slots ?? []
  const isOwned = (slot: number) => hasSlot(own.slots, slot)
  const wrong = slots.find((slot) => (isOwned(slot) ? !marked.has(slot) : !hasSlot(taken, slot)))
  if (wrong === undefined) return undefined
  return isOwned(wrong) ? `slot ${wrong} is no longer marked as migrating` : `another node owns slot ${wrong}`
}
