import type {Finding} from '../domain/finding.js'
import type {Node} from '../domain/node.js'
import {toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

/** Slots that two or more reachable primaries claim themselves: one finding per set of claimants. */
export function checkClaims(snapshot: ClusterSnapshot): Finding[] {
  const primaries = reachablePrimaries(snapshot)
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

/**
 * In slot order. Ranges that do not overlap, which is nearly always the case, are compared without looking at each
 * slot.
 */
function contestedSlots(primaries: readonly Node[]): number[] {
  const contested = new Set<number>()
  let end = -1
  for (const range of primaries.flatMap(({slots}) => slots).toSorted((a, b) => a.start - b.start)) {
    for (let slot = range.start; slot <= Math.min(end, range.end); slot++) contested.add(slot)
    end = Math.max(end, range.end)
  }
  return [...contested].sort((a, b) => a - b)
}
