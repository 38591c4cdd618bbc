import {BalanceBoard, type BalanceProblem, type BoardMove} from './board.js'
import type {SlotOrder} from './choose-slot.js'
import {handOver} from './hand-over.js'

/** The first that is as good as the best one is taken. */
const ORDERS: readonly SlotOrder[] = ['dense', 'fitting', 'biggest', 'first']

/**
 * The moves that bring all primaries near to their shares with the least cost, as far as several ways to choose slots
 * find; none if no primary differs by more than the threshold. The same problem always has the same answer.
 */
export function bestBalance(problem: BalanceProblem): BalanceBoard {
  const before = new BalanceBoard(problem)
  if (!before.isOff) return before
  const boards = ORDERS.map((order) => {
    const board = new BalanceBoard(problem)
    handOver(board, order)
    takeBack(board)
    replaceByCheaper(board)
    return board
  })
  const mayStay = problem.nodes.every(({weight}) => weight > 0)
  return [...boards, ...(mayStay ? [before] : [])].reduce((best, one) => (isBetter(one, best) ? one : best))
}

/** Leaves slots where they were if the primaries are as even without their moves, the dearest first. */
function takeBack(board: BalanceBoard): void {
  const {loadOf} = board.problem
  for (const move of freeMoves(board)) {
    if (worseWithout(board, move, loadOf(move.slot)) <= 0) board.undo(move)
  }
}

/** Beyond this many comparisons, replacing takes longer than it is worth. */
const MOST_COMPARISONS = 3_000_000

/** Moves a cheaper slot in place of another one if the primaries are as even with it. */
function replaceByCheaper(board: BalanceBoard): void {
  const {nodes} = board.problem
  let left = MOST_COMPARISONS
  for (const move of freeMoves(board)) {
    left -= nodes[move.from]?.slots.length ?? 0
    if (left < 0) return
    const slot = cheaperFor(board, move)
    if (slot === undefined) continue
    board.undo(move)
    board.move(slot, move.from, move.to)
  }
}

/** The cheapest slot that can move in place of another one; undefined if that is the cheapest. */
function cheaperFor(board: BalanceBoard, move: BoardMove): number | undefined {
  const {nodes, costOf, bytesOf, loadOf} = board.problem
  let best: number | undefined
  for (const slot of nodes[move.from]?.slots ?? []) {
    if (board.moves.has(slot) || costOf(slot) >= costOf(best ?? move.slot)) continue
    const fits = bytesOf(slot) <= bytesOf(move.slot)
    if (fits && worseWithout(board, move, loadOf(move.slot) - loadOf(slot)) <= 0) best = slot
  }
  return best
}

/** The moves that need not be made, the dearest first. */
function freeMoves({problem: {nodes, costOf}, moves}: BalanceBoard): BoardMove[] {
  return [...moves.values()]
    .filter(({from}) => (nodes[from]?.weight ?? 0) > 0)
    .sort((a, b) => costOf(b.slot) - costOf(a.slot) || a.slot - b.slot)
}

/** How much further outside their bands the two ends would be if this much of a move's load stayed. */
function worseWithout(board: BalanceBoard, {from, to}: BoardMove, load: number): number {
  const now = board.violationOf(from) + board.violationOf(to)
  const then = board.violationOf(from, load) + board.violationOf(to, -load)
  return then - now
}

/** Nearer to the shares, by more than rounding errors; then cheaper; then fewer slots. */
function isBetter(one: BalanceBoard, other: BalanceBoard): boolean {
  const total = one.load.reduce((sum, load) => sum + load, 0)
  const nearer = other.violation - one.violation
  if (Math.abs(nearer) > 1e-9 * total) return nearer > 0
  return one.cost < other.cost || (one.cost === other.cost && one.moves.size < other.moves.size)
}
