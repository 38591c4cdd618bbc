import type {Difference, Finding} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import {SLOT_COUNT, toRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'
import {NOBODY, type OwnerTables, ownerTables, type SharedView, sharedViews} from './shared-views.js'

/**
 * Nodes whose map of slot owners differs from the one that most nodes have: one finding per node that differs.
 * Decides slot by slot. If two owners have equally many votes, an owner that claims the slot itself wins, then the
 * higher config epoch (the cluster's own rule between two claims), then the lower id; "nobody" comes last.
 */
export function checkAgreement(snapshot: ClusterSnapshot): Finding[] {
  const views = sharedViews(snapshot)
  if (views.length <= 1) return []
  const owners = ownerTables(views.map((view) => view.owners))
  const disputed = disputedSlots(owners.tables)
  const common = commonTable(views, owners, disputed, claimRank(snapshot, owners.ids))
  const findings = new Map<NodeId, Finding>()
  for (const [index, {speakers}] of views.entries()) {
    const table = owners.tables[index] ?? common
    const wrong = disputed.filter((slot) => table[slot] !== common[slot])
    if (wrong.length === 0) continue
    const dissent = {ranges: toRanges(wrong), differences: differencesOf(wrong, table, common, owners.ids)}
    for (const {id} of speakers) findings.set(id, {code: 'views-disagree', nodes: [id], ...dissent})
  }
  return snapshot.nodes.flatMap(({id}) => findings.get(id) ?? [])
}

/** Slots on which the tables differ. A plain loop, because it runs 16384 times for each different view. */
function disputedSlots([first = new Int32Array(), ...others]: readonly Int32Array[]): number[] {
  const disputed = new Set<number>()
  for (const table of others) {
    for (let slot = 0; slot < SLOT_COUNT; slot++) if (table[slot] !== first[slot]) disputed.add(slot)
  }
  return [...disputed].sort((a, b) => a - b)
}

type Rank = (number: number, slot: number) => number

/** How credible an owner is: its config epoch if it claims the slot itself, otherwise less than any epoch. */
function claimRank(snapshot: ClusterSnapshot, ids: readonly NodeId[]): Rank {
  const nodes = new Map(snapshot.nodes.map((node) => [node.id, node]))
  const claimants = ids.map((id) => nodes.get(id))
  return (number, slot) => {
    if (number === NOBODY) return -2
    const node = claimants[number]
    const claims = node?.reachable && node.slots.some(({start, end}) => start <= slot && slot <= end)
    return claims ? node.configEpoch : -1
  }
}

/** The owner of each slot that most nodes name. */
function commonTable(
  views: readonly SharedView[],
  {tables}: OwnerTables,
  disputed: readonly number[],
  rank: Rank,
): Int32Array {
  const common = Int32Array.from(tables[0] ?? [])
  for (const slot of disputed) {
    const votes = new Map<number, number>()
    for (const [index, table] of tables.entries()) {
      const named = table[slot] ?? NOBODY
      votes.set(named, (votes.get(named) ?? 0) + (views[index]?.speakers.length ?? 0))
    }
    common[slot] = winnerOf(votes, slot, rank)
  }
  return common
}

/** Ids are sorted, so the lower number is the lower id. */
function winnerOf(votes: ReadonlyMap<number, number>, slot: number, rank: Rank): number {
  const [winner] = [...votes].sort(
    ([a, votesA], [b, votesB]) => votesB - votesA || rank(b, slot) - rank(a, slot) || a - b,
  )
  return winner?.[0] ?? NOBODY
}

/** One difference for each pair of owners: the one in this table and the one in the common table. */
function differencesOf(
  slots: readonly number[],
  table: Int32Array,
  common: Int32Array,
  ids: readonly NodeId[],
): Difference[] {
  const pairs = groupBy(slots, (slot) => `${table[slot]} ${common[slot]}`)
  return [...pairs.values()].map((same) => {
    const slot = same[0] ?? 0
    return {ranges: toRanges(same), says: ids[table[slot] ?? NOBODY], others: ids[common[slot] ?? NOBODY]}
  })
}
