import type {Board} from './board.js'

/** Which slot a primary gives away first. */
export type SlotOrder = 'dense' | 'big' | 'light' | 'numbered' | 'bold' | 'any'

/** A primary that gives, and one that takes. */
export type Handover = {readonly from: number; readonly to: number}

type Rated = {readonly slot: number; readonly load: number; readonly cost: number}

/**
 * The slot whose move brings both ends nearer to their shares; undefined if there is none, or if the target has no memory
 * for any. A slot that leaves both ends inside their bands is preferred to one that only helps.
 */
export function chooseSlot(board: Board, handover: Handover, order: SlotOrder): number | undefined {
  const {from, to} = handover
  const givable = board.excess(from) + board.goalBand(from)
  const takable = board.goalBand(to) - board.excess(to)
  const most = Math.min(givable, takable)
  const need = Math.max(board.excess(from) - board.goalBand(from), -board.excess(to) - board.goalBand(to))
  const isBetter = BETTER[order]
  let best: Rated | undefined
  let nearest: Rated | undefined
  for (const one of candidates(board, handover)) {
    if ((one.load <= most || UNBOUND.has(order)) && (best === undefined || isBetter(one, best, need)))
      best = one
    if (nearest === undefined || one.load < nearest.load) nearest = one
  }
  // Nothing fits, so the smallest slot that still improves both.
  return (best ?? nearest)?.slot
}

/** Slots that the target has memory for, and whose move leaves the two nearer to each other. */
function* candidates(board: Board, {from, to}: Handover): Generator<Rated> {
  const {nodes, loadOf, bytesOf, costOf} = board.problem
  const high = board.relative(from)
  const low = board.relative(to)
  const room = board.room[to] ?? 0
  for (const slot of nodes[from]?.slots ?? []) {
    const load = loadOf(slot)
    if (load <= 0 || bytesOf(slot) > room || board.moves.has(slot)) continue
    if (board.relative(to, load) < high && board.relative(from, -load) > low)
      yield {slot, load, cost: costOf(slot)}
  }
}

/** Ways that may leave an end outside its band on the way: one such slot may do what takes many others. */
const UNBOUND: ReadonlySet<SlotOrder> = new Set(['bold', 'any'])

type IsBetter = (one: Rated, other: Rated, need: number) => boolean

const BETTER: {readonly [O in SlotOrder]: IsBetter} = {
  /** The most load for its cost. */
  dense: (one, other) => {
    const [a, b] = [one.load * Math.max(1, other.cost), other.load * Math.max(1, one.cost)]
    return a === b ? one.load > other.load : a > b
  },
  /** The biggest of those that are not more than is needed, otherwise the smallest. */
  big: (one, other, need) => {
    const [fits, otherFits] = [one.load <= need, other.load <= need]
    if (fits !== otherFits) return fits
    return fits ? one.load > other.load : one.load < other.load
  },
  /** The cheapest of those that are enough at once; otherwise the most load for its cost. */
  light: (one, other, need) => {
    const [enough, otherEnough] = [one.load >= need, other.load >= need]
    if (enough && otherEnough) return one.cost < other.cost
    return BETTER.dense(one, other, need)
  },
  /** The biggest. */
  bold: (one, other) => one.load > other.load,
  /** The lowest number: the first that is found. */
  numbered: () => false,
  any: () => false,
}
