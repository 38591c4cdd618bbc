import type {Node, NodeId} from './node.js'
import {SLOT_COUNT, type SlotRange} from './slot.js'

/** What all nodes of a cluster said at one time. It is only data: it can be printed, saved and used in tests. */
export type ClusterSnapshot = {
  /** ISO 8601. */
  readonly takenAt: string
  /** Id of the node that the user named. */
  readonly seed: NodeId
  /** The seed, then the nodes of its CLUSTER NODES in that order, then nodes that only others know. */
  readonly nodes: readonly Node[]
}

/** A primary with its replicas, according to what the nodes say about themselves. */
export type Shard = {readonly primary: Node; readonly replicas: readonly Node[]}

/** The nodes that answered. */
export function reachableNodes(snapshot: ClusterSnapshot): Node[] {
  return snapshot.nodes.filter((node) => node.reachable)
}

/** The primaries that answered. */
export function reachablePrimaries(snapshot: ClusterSnapshot): Node[] {
  return reachableNodes(snapshot).filter(({role}) => role === 'primary')
}

/** The node with this id, or undefined. */
export function nodeById({nodes}: ClusterSnapshot, id: NodeId): Node | undefined {
  const known = byId.get(nodes) ?? new Map(nodes.toReversed().map((node) => [node.id, node]))
  byId.set(nodes, known)
  return known.get(id)
}

/** Asked for each of many nodes, so that looking through all each time would take nodes times nodes. */
const byId = new WeakMap<readonly Node[], ReadonlyMap<NodeId, Node>>()

/**
 * One shard for each primary, sorted by lowest slot; those without slots are last. Replicas of an unknown primary are
 * in none.
 */
export function shardsOf(snapshot: ClusterSnapshot): Shard[] {
  const primaries = snapshot.nodes
    .filter((node) => node.role === 'primary')
    .toSorted((a, b) => (a.slots[0]?.start ?? SLOT_COUNT) - (b.slots[0]?.start ?? SLOT_COUNT))
  const replicas = new Map<NodeId, Node[]>(primaries.map(({id}) => [id, []]))
  for (const node of snapshot.nodes) {
    if (node.role === 'replica' && node.primaryId !== undefined) replicas.get(node.primaryId)?.push(node)
  }
  return primaries.map((primary) => ({primary, replicas: replicas.get(primary.id) ?? []}))
}

/** For each slot, the reachable primaries that claim it; the index is the slot. */
export function claimsBySlot(snapshot: ClusterSnapshot): readonly (readonly Node[])[] {
  const claims: (readonly Node[])[] = Array.from({length: SLOT_COUNT}, () => NOBODY)
  for (const node of reachablePrimaries(snapshot)) {
    // Nearly every slot has one owner, so the lists with one owner are shared. Every command calls this.
    const alone = [node]
    for (const {start, end} of node.slots) {
      for (let slot = start; slot <= end; slot++) {
        const others = claims[slot] ?? NOBODY
        claims[slot] = others === NOBODY ? alone : [...others, node]
      }
    }
  }
  return claims
}

/** Slots that no reachable primary claims. */
export function uncoveredRanges(snapshot: ClusterSnapshot): SlotRange[] {
  const ranges: SlotRange[] = []
  let next = 0
  const claimed = reachablePrimaries(snapshot).flatMap(({slots}) => slots)
  for (const {start, end} of claimed.toSorted((a, b) => a.start - b.start)) {
    if (start > next) ranges.push({start: next, end: start - 1})
    next = Math.max(next, end + 1)
  }
  return next < SLOT_COUNT ? [...ranges, {start: next, end: SLOT_COUNT - 1}] : ranges
}

const NOBODY: readonly Node[] = []
