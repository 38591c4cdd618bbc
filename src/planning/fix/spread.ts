import type {NodeId} from '../../domain/node.js'
import {countSlots, type SlotRange, toRanges} from '../../domain/slot.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {fillUp, stayingPrimaries} from '../drain.js'

export type Assignment = {readonly node: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * Owners for slots that have no owner and no keys: all primaries get as near to an equal share as possible without
 * moving anything, each in one contiguous piece. `given`: slots that nodes get in addition.
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
