import type {NodeId, NodeLine} from '../domain/node.js'
import {countSlots, intersectRanges, type SlotRange} from '../domain/slot.js'

/** Slots that a node claims while a third node owns them according to a witness. */
export type StaleClaim = {readonly owner: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * A primary that was down while a replica took over comes back with its old slots, and is the last to hear of it.
 * With a higher config epoch it would get them back, and the new owner would delete its keys. `witness`: the view of
 * another node. Slots that the witness itself claims do not count, because it may be giving them to this node. An
 * owner with a lower epoch does not count either: the witness has not heard yet that the node got these slots from
 * it.
 */
export function staleClaimOf(
  node: NodeId,
  own: NodeLine,
  witness: readonly NodeLine[],
): StaleClaim | undefined {
  for (const {id, myself, slots, configEpoch} of witness) {
    if (myself || id === node || configEpoch <= own.configEpoch) continue
    const ranges = intersectRanges(own.slots, slots)
    if (countSlots(ranges) > 0) return {owner: id, ranges}
  }
  return undefined
}
