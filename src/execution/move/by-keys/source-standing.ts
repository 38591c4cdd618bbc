import {ownLine} from '../../../domain/node.js'
import type {NodeId, NodeLine} from '../../../domain/node.js'
import {hasSlot} from '../../../domain/slot.js'

type Closing = {
  readonly slots: readonly number[]
  readonly target: NodeId
  /** The nodes that were primaries when the move began. */
  readonly primaries: ReadonlySet<NodeId>
}

/**
 * Whether another node took the place of a node that gives slots away, by its own line of CLUSTER NODES. Who gave its last
 * slot away is a replica, too: of the primary from which it heard of that first, which need not be the last target
 * (clusterUpdateSlotsConfigWith in cluster.c). Who was replaced follows a node that was a replica.
 */
export function isReplaced(
  {role, primaryId}: Pick<NodeLine, 'role' | 'primaryId'>,
  primaries: ReadonlySet<NodeId>,
): boolean {
  return role === 'replica' && (primaryId === undefined || !primaries.has(primaryId))
}

/**
 * Why slots must not be given to the target although their source holds no keys of them any more, by the source's own
 * view; undefined when they may. A source that was replaced by its replica holds none while it copies the data of that
 * one, which has the keys that had not gone yet, and would delete them on hearing of another owner.
 */
export function reasonAgainst(
  lines: readonly NodeLine[],
  {slots, target, primaries}: Closing,
): string | undefined {
  const own = ownLine(lines)
  if (!own) return 'it names no node as itself'
  if (isReplaced(own, primaries)) return 'it is a replica now'
  const marked = new Set(
    own.openSlots.flatMap(({slot, direction, peer}) =>
      direction === 'migrating' && peer === target ? [slot] : [],
    ),
  )
  const taken = lines.find(({id}) => id === target)?.slots ?? []
  const isOwned = (slot: number) => hasSlot(own.slots, slot)
  const wrong = slots.find((slot) => (isOwned(slot) ? !marked.has(slot) : !hasSlot(taken, slot)))
  if (wrong === undefined) return undefined
  return isOwned(wrong) ? `it has lost its mark of slot ${wrong}` : `another node owns slot ${wrong}`
}
