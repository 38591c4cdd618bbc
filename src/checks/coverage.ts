import type {Finding} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import {type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, uncoveredRanges} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'
import {NOBODY, ownerTables, sharedViews} from './shared-views.js'

type LastOwner = {readonly node: NodeId; readonly ranges: readonly SlotRange[]}

/** Slots that no reachable primary claims, with the lost nodes that the other nodes still name as owners. */
export function checkCoverage(snapshot: ClusterSnapshot): Finding[] {
  const ranges = uncoveredRanges(snapshot)
  if (ranges.length === 0) return []
  const lastOwners = lastOwnersOf(snapshot, ranges)
  return [{code: 'slots-uncovered', nodes: lastOwners.map(({node}) => node), ranges, lastOwners}]
}

function lastOwnersOf(snapshot: ClusterSnapshot, ranges: readonly SlotRange[]): LastOwner[] {
  const alive = new Set(
    snapshot.nodes.filter(({reachable, flags}) => reachable && !flags.includes('fail')).map(({id}) => id),
  )
  const views = sharedViews(snapshot)
  const {ids, tables} = ownerTables(
    views.map(({owners}) => new Map([...owners].filter(([id]) => !alive.has(id)))),
  )
  const weights = views.map(({speakers}) => speakers.length)
  const bySlot = groupBy(slotsOf(ranges), (slot) => mostNamed(slot, tables, weights))
  return [...bySlot].flatMap(([number, slots]) => {
    const node = ids[number]
    return node === undefined ? [] : [{node, ranges: toRanges(slots)}]
  })
}

/** The owner that most nodes name. If several have equally many votes, the one that the first view names. */
function mostNamed(slot: number, tables: readonly Int32Array[], weights: readonly number[]): number {
  const votes = new Map<number, number>()
  for (const [index, table] of tables.entries()) {
    const owner = table[slot] ?? NOBODY
    if (owner !== NOBODY) votes.set(owner, (votes.get(owner) ?? 0) + (weights[index] ?? 0))
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b - a)
  return winner?.[0] ?? NOBODY
}
