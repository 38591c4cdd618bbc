import type {Node, NodeId, NodeLine} from '../domain/node.js'
import {SLOT_COUNT, type SlotRange} from '../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'

/** The slots of each node that owns any. */
export type OwnersBySlot = ReadonlyMap<NodeId, readonly SlotRange[]>

/** A map of slot owners, and all nodes that have it. */
export type SharedView = {readonly speakers: readonly Node[]; readonly owners: OwnersBySlot}

/** Slot owners as indices into `ids`, so that 16384 owners are an array of small integers. */
export type OwnerTables = {readonly ids: readonly NodeId[]; readonly tables: readonly Int32Array[]}

/** In an owner table: nobody owns the slot. */
export const NOBODY = -1

/**
 * The different maps of slot owners among the reachable nodes, in snapshot order. Nodes whose view is unknown are
 * left out. Views are compared range by range, because nearly always they are all equal.
 */
export function sharedViews(snapshot: ClusterSnapshot): SharedView[] {
  const shared: {speakers: Node[]; owners: OwnersBySlot}[] = []
  for (const speaker of reachableNodes(snapshot)) {
    if (speaker.view.length === 0) continue
    const same = shared.find(({owners}) => saysTheSame(speaker.view, owners))
    if (same) same.speakers.push(speaker)
    else shared.push({speakers: [speaker], owners: ownersIn(speaker.view)})
  }
  return shared
}

/** For each map, a table with the owner of each slot; the index is the slot. The ids are sorted. */
export function ownerTables(maps: readonly OwnersBySlot[]): OwnerTables {
  const ids = [...new Set(maps.flatMap((owners) => [...owners.keys()]))].sort()
  const numbers = new Map(ids.map((id, number) => [id, number]))
  const tables = maps.map((owners) => {
    const table = new Int32Array(SLOT_COUNT).fill(NOBODY)
    for (const [id, ranges] of owners) {
      for (const {start, end} of ranges) table.fill(numbers.get(id) ?? NOBODY, start, end + 1)
    }
    return table
  })
  return {ids, tables}
}

/** Plain loops, as in `sameRanges`, because n nodes have n * n lines. */
function saysTheSame(view: readonly NodeLine[], owners: OwnersBySlot): boolean {
  let count = 0
  for (const {id, slots} of view) {
    if (slots.length === 0) continue
    if (!sameRanges(slots, owners.get(id))) return false
    count++
  }
  return count === owners.size
}

function sameRanges(a: readonly SlotRange[], b: readonly SlotRange[] | undefined): boolean {
  if (a.length !== b?.length) return false
  for (let index = 0; index < a.length; index++) {
    if (a[index]?.start !== b[index]?.start || a[index]?.end !== b[index]?.end) return false
  }
  return true
}

function ownersIn(view: readonly NodeLine[]): OwnersBySlot {
  return new Map(view.filter(({slots}) => slots.length > 0).map(({id, slots}) => [id, slots]))
}
