import type {NodeId} from '../../domain/node.js'
import {countSlots, type SlotRange, toRanges} from '../../domain/slot.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {fillUp, stayingPrimaries} from '../drain.js'

export type Assignment = {readonly node: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * Owners for slots that nobody owns and that hold no keys: everybody as near to an equal share as can be without moving
 * anything, each a piece in one go. `given`: slots that nodes get besides.
 */
export function spreadSlots(
  snapshot: ClusterSnapshot,
  slots: readonly number[],
  given: ReadonlyMap<NodeId, number>,
): Assignment[] {
  const primaries = stayingPrimaries(snapshot, []).toSorted(
    (a, b) => (a.slots[0]?.start ?? Infinity) - (b.slots[0]?.start ?? Infinity),
  )
  const owned = primaries.map(({id, slots: own}) => countSlots(own) + (given.get(id) ?? 0))
  const shares = fillUp(owned, slots.length)
  const sorted = slots.toSorted((a, b) => a - b)
  let next = 0
  return primaries.flatMap(({id}, at) => {
    const some = sorted.slice(next, (next += shares[at] ?? 0))
    return some.length > 0 ? [{node: id, ranges: toRanges(some)}] : []
  })
}
