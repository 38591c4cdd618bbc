import type {NodeId, NodeLine} from '../domain/node.js'
import {countSlots, intersectRanges, type SlotRange} from '../domain/slot.js'

/** Slots that a node takes itself for the owner of, while a third node owns them by the word of a witness. */
export type StaleClaim = {readonly owner: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * A primary that was down while a replica took its place comes back with the slots that it had, and is the last to hear of
 * it. With a higher config epoch it would get them back, and the new owner would delete its keys. `witness`: the view of
 * another node; what that one takes itself for the owner of does not count, as it may be giving these slots to the node.
 * Nor does an owner with a lower epoch: the witness has not heard yet that the node got these slots from it.
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
