import type {Move} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import {countSlots, type SlotRange} from '../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {shareOut} from './share.js'
import {SlotStock} from './take-slots.js'

/**
 * Moves that take all slots from primaries that leave, directly to their final owners: each primary that stays and
 * owns slots gets up to an equal share, and nothing moves between those. No moves if no primary stays that could take
 * them.
 */
export function planDrainMoves(snapshot: ClusterSnapshot, leaving: readonly NodeId[]): Move[] {
  const sources = snapshot.nodes.filter(({id, slots}) => leaving.includes(id) && slots.length > 0)
  const stayers = stayingPrimaries(snapshot, leaving)
  const total = sources.reduce((sum, {slots}) => sum + countSlots(slots), 0)
  const wanted = fillUp(
    stayers.map(({slots}) => countSlots(slots)),
    total,
  )
  const taking = stayers.map(({id}, index) => ({id, left: wanted[index] ?? 0}))
  const moves: {source: NodeId; target: NodeId; ranges: readonly SlotRange[]}[] = []
  for (const source of sources) {
    const stock = new SlotStock(source)
    for (let left = countSlots(source.slots); left > 0;) {
      const [target] = taking.filter((one) => one.left > 0).toSorted((a, b) => b.left - a.left)
      if (!target) return moves
      const slots = Math.min(left, target.left)
      moves.push({source: source.id, target: target.id, ranges: stock.take(slots, target.id)})
      target.left -= slots
      left -= slots
    }
  }
  return moves
}

/** The primaries that could take slots: those that own some, or all if none does. */
export function stayingPrimaries(snapshot: ClusterSnapshot, leaving: readonly NodeId[]): Node[] {
  const staying = reachableNodes(snapshot).filter(({id, role}) => role === 'primary' && !leaving.includes(id))
  const owners = staying.filter(({slots}) => slots.length > 0)
  return owners.length > 0 ? owners : staying
}

/** How much of `extra` each gets, so that all are as equal as possible without giving anything away. */
export function fillUp(owned: readonly number[], extra: number): number[] {
  if (owned.length === 0) return []
  const sum = owned.reduce((all, one) => all + one, 0) + extra
  let active = owned.map((_, index) => index)
  for (;;) {
    const rest = sum - owned.reduce((all, one, index) => (active.includes(index) ? all : all + one), 0)
    const shares = shareOut(
      rest,
      active.map(() => 1),
    )
    const within = active.filter((index, at) => (shares[at] ?? 0) >= (owned[index] ?? 0))
    if (within.length === active.length) {
      const wanted = new Map(active.map((index, at) => [index, (shares[at] ?? 0) - (owned[index] ?? 0)]))
      return owned.map((_, index) => wanted.get(index) ?? 0)
    }
    active = within
  }
}
