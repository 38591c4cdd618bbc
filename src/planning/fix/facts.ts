import type {Finding} from '../../domain/finding.js'
import type {Move} from '../../domain/move.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {FoundKeys, Outsider} from '../../domain/repair.js'
import {SLOT_COUNT, type SlotRange, slotsOf} from '../../domain/slot.js'
import {
  claimsBySlot,
  type ClusterSnapshot,
  reachableNodes,
  reachablePrimaries,
} from '../../domain/snapshot.js'

/**
 * Everything that is known about a slot and matters for its repair. Nodes are reachable primaries unless stated
 * otherwise.
 */
export type SlotFacts = {
  readonly slot: number
  /** Those that claim it. */
  readonly owners: readonly NodeId[]
  /** The node that most nodes consider the owner; undefined if they know none. May be any node. */
  readonly named: NodeId | undefined
  /** Those that have marked it as migrating, and the node that they name. */
  readonly migrating: ReadonlyMap<NodeId, NodeId>
  /** Those that have marked it as importing, and the node that they name. */
  readonly importing: ReadonlyMap<NodeId, NodeId>
  /** Those that hold keys of it, and how many. */
  readonly keys: ReadonlyMap<NodeId, number>
  /** The intended move, according to a journal. */
  readonly intent: Move | undefined
  /** Nodes disagree about the owner. */
  readonly disputed: boolean
  /** A node that no member knows any more, and that claims it or has keys of it. */
  readonly outside?: NodeId | undefined
  /** Its owner has served its keys ever since the first one moved. */
  readonly vouched?: boolean
}

/** What is known about damage besides the snapshot. */
export type Evidence = {
  readonly findings: readonly Finding[]
  readonly keys: FoundKeys
  /** Moves that were started and never ended. */
  readonly intents: readonly Move[]
  readonly outsiders?: readonly Outsider[]
  /** Slots that an interrupted operation opened, and whose owner has not changed since. */
  readonly vouched?: readonly SlotRange[]
}

/** Slots that are open, not owned by exactly one node, disputed, or of which a node has stray keys. */
export function slotsInTrouble(snapshot: ClusterSnapshot, {findings, keys}: Evidence): number[] {
  const claims = claimsBySlot(snapshot)
  const isForeign = (id: NodeId, slot: number) => claims[slot]?.some((owner) => owner.id !== id) ?? false
  const primaries = reachablePrimaries(snapshot)
  const slots = new Set([
    ...claims.flatMap((owners, slot) => (owners.length === 1 ? [] : [slot])),
    ...primaries.flatMap(({openSlots}) => openSlots.map(({slot}) => slot)),
    ...disputedSlots(findings),
    ...primaries.flatMap(({id}) => [...(keys.get(id)?.keys() ?? [])].filter((slot) => isForeign(id, slot))),
  ])
  return [...slots].sort((a, b) => a - b)
}

function disputedSlots(findings: readonly Finding[]): number[] {
  return findings.flatMap((finding) =>
    finding.code === 'views-disagree' ? [...slotsOf(finding.ranges)] : [],
  )
}

/** The facts of these slots. */
export function factsOf(
  snapshot: ClusterSnapshot,
  evidence: Evidence,
  slots: readonly number[],
): SlotFacts[] {
  const claims = claimsBySlot(snapshot)
  const primaries = reachablePrimaries(snapshot)
  const marks = marksOf(primaries)
  const named = namedOwners(snapshot)
  const disputed = new Set(disputedSlots(evidence.findings))
  const intents = intentsBySlot(evidence.intents)
  const vouched = new Set(slotsOf(evidence.vouched ?? []))
  const outsiders = new Map(
    (evidence.outsiders ?? []).flatMap(({id, ranges}) =>
      [...slotsOf(ranges)].map((slot): [number, NodeId] => [slot, id]),
    ),
  )
  return slots.map((slot) => ({
    slot,
    owners: (claims[slot] ?? []).map(({id}) => id),
    named: named[slot],
    migrating: marks.migrating.get(slot) ?? NONE,
    importing: marks.importing.get(slot) ?? NONE,
    keys: new Map(
      primaries.flatMap(({id}): [NodeId, number][] => {
        const keys = evidence.keys.get(id)?.get(slot) ?? 0
        return keys > 0 ? [[id, keys]] : []
      }),
    ),
    intent: intents.get(slot),
    disputed: disputed.has(slot),
    outside: outsiders.get(slot),
    vouched: vouched.has(slot),
  }))
}

const NONE: ReadonlyMap<NodeId, NodeId> = new Map()

function marksOf(primaries: readonly Node[]) {
  const marks = {
    migrating: new Map<number, Map<NodeId, NodeId>>(),
    importing: new Map<number, Map<NodeId, NodeId>>(),
  }
  for (const {id, openSlots} of primaries) {
    for (const {slot, direction, peer} of openSlots) {
      const bySlot = marks[direction]
      bySlot.set(slot, (bySlot.get(slot) ?? new Map<NodeId, NodeId>()).set(id, peer))
    }
  }
  return marks
}

/** For each slot, the node that most views name. */
function namedOwners(snapshot: ClusterSnapshot): readonly (NodeId | undefined)[] {
  const votes = Array.from({length: SLOT_COUNT}, () => new Map<NodeId, number>())
  for (const {view} of reachableNodes(snapshot)) {
    for (const {id, slots} of view) {
      for (const slot of slotsOf(slots)) {
        const named = votes[slot]
        named?.set(id, (named.get(id) ?? 0) + 1)
      }
    }
  }
  return votes.map(
    (named) => [...named].sort(([a, votesA], [b, votesB]) => votesB - votesA || (a < b ? -1 : 1))[0]?.[0],
  )
}

function intentsBySlot(intents: readonly Move[]): Map<number, Move> {
  const bySlot = new Map<number, Move>()
  for (const move of intents) for (const slot of slotsOf(move.ranges)) bySlot.set(slot, move)
  return bySlot
}
