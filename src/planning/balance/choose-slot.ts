import type {BalanceProblem, BalanceBoard} from './board.js'

/**
 * Which slot a primary gives away first: the one with the most load for its cost; the biggest that is not more than is
 * needed; the biggest; the first. The last two may leave a primary outside its band on the way: one such slot may do what
 * takes many others.
 */
export type SlotOrder = 'dense' | 'fitting' | 'biggest' | 'first'

/** A primary that gives, one that takes, and the slots of the first that have not moved, in order. */
export type Handover = {readonly from: number; readonly to: number; readonly stock: readonly number[]}

/** The slots of a primary in the order in which they are looked at. */
export function stockOf(
  slots: readonly number[],
  order: SlotOrder,
  {loadOf, costOf}: BalanceProblem,
): number[] {
  const counting = slots.filter((slot) => loadOf(slot) > 0)
  if (order === 'first') return counting.sort((a, b) => a - b)
  const rated = counting.map((slot) => {
    const load = loadOf(slot)
    return {slot, load, rate: order === 'dense' ? load / Math.max(1, costOf(slot)) : load}
  })
  return rated.sort((a, b) => b.rate - a.rate || b.load - a.load || a.slot - b.slot).map(({slot}) => slot)
}

/**
 * The place in the stock of a slot whose move leaves the two primaries nearer to each other, and for which the target has
 * memory; undefined if there is none.
 */
export function chooseSlot(board: BalanceBoard, handover: Handover, order: SlotOrder): number | undefined {
  const {most, need} = limitsOf(board, handover, order)
  let chosen: number | undefined
  let smallest: {readonly at: number; readonly load: number} | undefined
  for (const {at, load} of candidates(board, handover)) {
    if (load <= most) {
      chosen = at
      // More than is needed is taken only if nothing else is left: then the least of it, which comes last.
      if (load <= need) return at
    }
    if (smallest === undefined || load < smallest.load) smallest = {at, load}
  }
  return chosen ?? smallest?.at
}

/** The load that leaves both inside their bands, and the load after which both are. */
function limitsOf(board: BalanceBoard, {from, to}: Handover, order: SlotOrder): {most: number; need: number} {
  const inside = Math.min(board.excess(from) + board.goalBand(from), board.goalBand(to) - board.excess(to))
  if (order !== 'fitting') return {most: order === 'dense' ? inside : Infinity, need: Infinity}
  const need = Math.max(board.excess(from) - board.goalBand(from), -board.excess(to) - board.goalBand(to))
  return {most: inside, need}
}

function* candidates(
  board: BalanceBoard,
  {from, to, stock}: Handover,
): Generator<{at: number; load: number}> {
  const {loadOf, bytesOf} = board.problem
  const high = board.relative(from)
  const low = board.relative(to)
  const room = board.room[to] ?? 0
  for (const [at, slot] of stock.entries()) {
    const load = loadOf(slot)
    if (bytesOf(slot) > room) continue
    if (board.relative(to, load) < high && board.relative(from, -load) > low) yield {at, load}
  }
}
