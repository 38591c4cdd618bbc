import type {Node, NodeId} from './node.js'
import {type SlotRange, SLOT_COUNT, slotsOf, toRanges} from './slot.js'

/** What all nodes of a cluster said at one time. Data only: it can be printed, saved and replayed in a test. */
export type ClusterSnapshot = {
  /** ISO 8601. */
  readonly takenAt: string
  /** Id of the node that the user named. */
  readonly seed: NodeId
  /** The seed first, then in the order of the seed's CLUSTER NODES, then those that only others know. */
  readonly nodes: readonly Node[]
}

/** A primary with its replicas, derived from the nodes' own words. */
export type Shard = {readonly primary: Node; readonly replicas: readonly Node[]}

/** The nodes that answered. */
export function reachableNodes(snapshot: ClusterSnapshot): Node[] {
  return snapshot.nodes.filter((node) => node.reachable)
}

/** The node with this id, or undefined. */
export function nodeById(snapshot: ClusterSnapshot, id: NodeId): Node | undefined {
  return snapshot.nodes.find((node) => node.id === id)
}

/** One shard for each primary, by lowest slot, those without slots last; a replica of an unknown primary is in none. */
export function shardsOf(snapshot: ClusterSnapshot): Shard[] {
  return snapshot.nodes
    .filter((node) => node.role === 'primary')
    .toSorted((a, b) => (a.slots[0]?.start ?? SLOT_COUNT) - (b.slots[0]?.start ?? SLOT_COUNT))
    .map((primary) => ({
      primary,
      replicas: snapshot.nodes.filter((node) => node.role === 'replica' && node.primaryId === primary.id),
    }))
}

/** For each slot the reachable primaries that claim it themselves; the index is the slot. */
export function claimsBySlot(snapshot: ClusterSnapshot): readonly (readonly Node[])[] {
  const claims: Node[][] = Array.from({length: SLOT_COUNT}, () => [])
  for (const node of reachableNodes(snapshot)) {
    if (node.role === 'primary') for (const slot of slotsOf(node.slots)) claims[slot]?.push(node)
  }
  return claims
}

/** Slots that no reachable primary claims. */
export function uncoveredRanges(snapshot: ClusterSnapshot): SlotRange[] {
  return toRanges(claimsBySlot(snapshot).flatMap((owners, slot) => (owners.length === 0 ? [slot] : [])))
}
