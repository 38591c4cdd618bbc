import type {NodeId} from '../../domain/node.js'
import {type SlotRange, subtractRanges} from '../../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import type {Decision} from './slot-steps.js'

/**
 * Those of the decisions that have to wait, because they would take the last slot of a node that holds keys of other
 * slots, as far as is known. Servers then make it a replica, and these keys are lost.
 */
export function takingLastSlots(
  snapshot: ClusterSnapshot,
  open: readonly Decision[],
  all: readonly Decision[],
): Set<Decision> {
  const givers = new Set(open.flatMap(giversIn))
  const holders = new Set([...givers].filter((id) => losesAll(id, snapshot, open) && holdsForeign(id, all)))
  return new Set(open.filter((decision) => giversIn(decision).some((id) => holders.has(id))))
}

function giversIn({remedy: {path, giveUp = []}}: Decision): NodeId[] {
  return [...(path ? [path[0]] : []), ...giveUp]
}

function losesAll(id: NodeId, snapshot: ClusterSnapshot, decisions: readonly Decision[]): boolean {
  const given = decisions.flatMap((decision): SlotRange[] => {
    const {slot} = decision.facts
    return giversIn(decision).includes(id) ? [{start: slot, end: slot}] : []
  })
  return subtractRanges(nodeById(snapshot, id)?.slots ?? [], given).length === 0
}

function holdsForeign(id: NodeId, decisions: readonly Decision[]): boolean {
  return decisions.some(({facts: {keys, owners}}) => keys.has(id) && !owners.includes(id))
}
