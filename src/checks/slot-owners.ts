import type {NodeId} from '../domain/node.js'
import {SLOT_COUNT} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'

/** The owner of each slot; undefined: nobody. */
type SlotOwners = readonly (NodeId | undefined)[]

/** Who owns the slots, as it is known after several samples. */
export type OwnerMemory = {
  /** As the nodes said in the last sample. */
  readonly claimed: SlotOwners
  /** With the last owners of slots that only the last sample has no owner for. */
  readonly settled: SlotOwners
}

/**
 * Who owns the slots after another sample. Nodes are not read at the same instant, so a slot that changes its owner
 * may seem to have none in one sample; that it has none counts only if two samples say so.
 */
export function ownersAfter(memory: OwnerMemory | undefined, snapshot: ClusterSnapshot): OwnerMemory {
  const claimed = claimsIn(snapshot)
  if (!memory) return {claimed, settled: claimed}
  const settled = claimed.map(
    (owner, slot) => owner ?? (memory.claimed[slot] === undefined ? undefined : memory.settled[slot]),
  )
  return {claimed, settled}
}

/**
 * A primary that does not answer still counts, and of several that claim a slot the one with the highest config epoch:
 * so a move or a failover is seen once.
 */
function claimsIn({nodes}: ClusterSnapshot): SlotOwners {
  const owners: (NodeId | undefined)[] = Array.from({length: SLOT_COUNT}, () => undefined)
  const primaries = nodes.filter(({role, flags}) => role === 'primary' && !flags.includes('handshake'))
  for (const {id, slots} of primaries.toSorted((a, b) => a.configEpoch - b.configEpoch)) {
    for (const {start, end} of slots) owners.fill(id, start, end + 1)
  }
  return owners
}

/** Slots that went from one node to another. */
type MovedSlots = {
  readonly from: NodeId | undefined
  readonly to: NodeId | undefined
  readonly slots: readonly number[]
}

/** The slots that have another owner: one entry for each pair of owners. */
export function slotsMoved(before: OwnerMemory, after: OwnerMemory): readonly MovedSlots[] {
  const moved = new Map<string, MovedSlots & {readonly slots: number[]}>()
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    const [from, to] = [before.settled[slot], after.settled[slot]]
    if (from === to) continue
    const key = `${from} ${to}`
    const known = moved.get(key)
    if (known) known.slots.push(slot)
    else moved.set(key, {from, to, slots: [slot]})
  }
  return [...moved.values()]
}
