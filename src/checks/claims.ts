import type {Finding} from '../domain/finding.js'
import type {Node} from '../domain/node.js'
import {SLOT_COUNT, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {groupBy} from './group.js'

/** Slots that two or more reachable primaries claim themselves: one finding per set of claimants. */
export function checkClaims(snapshot: ClusterSnapshot): Finding[] {
  const primaries = reachableNodes(snapshot).filter(({role}) => role === 'primary')
  const claimantsOf = (slot: number): Node[] =>
    primaries.filter(({slots}) => slots.some(({start, end}) => start <= slot && slot <= end))
  const contested = contestedSlots(primaries).map((slot) => ({slot, claimants: claimantsOf(slot)}))
  const groups = groupBy(contested, ({claimants}) => claimants.map(({id}) => id).join())
  return [...groups.values()].map((together) => ({
    code: 'slots-claimed-twice',
    nodes: (together[0]?.claimants ?? []).map(({id}) => id),
    ranges: toRanges(together.map(({slot}) => slot)),
  }))
}

/** In slot order. */
function contestedSlots(primaries: readonly Node[]): number[] {
  const claimed = new Uint8Array(SLOT_COUNT)
  const contested = new Set<number>()
  for (const {slots} of primaries) {
    for (const slot of slotsOf(slots)) {
      if (claimed[slot] === 1) contested.add(slot)
      claimed[slot] = 1
    }
  }
  return [...contested].sort((a, b) => a - b)
}
