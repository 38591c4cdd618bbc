import type {BalanceBoard} from './board.js'
import {chooseSlot, type Handover, type SlotOrder, stockOf} from './choose-slot.js'

/**
 * Moves slots until all primaries are inside their bands, or no slot can bring two of them nearer to each other. Each slot
 * moves at most once.
 */
export function handOver(board: BalanceBoard, order: SlotOrder): void {
  drain(board)
  const {problem} = board
  const stocks = problem.nodes.map(({slots, weight}) => (weight > 0 ? stockOf(slots, order, problem) : []))
  // One that has nothing to give to the least loaded will not have later either: the others only come nearer to it.
  const finished = new Set<number>()
  for (;;) {
    const from = mostLoaded(board, finished)
    if (from === undefined) return
    const stock = stocks[from] ?? []
    const move = nextMove(board, {from, stock}, order)
    const [slot] = move ? stock.splice(move.at, 1) : []
    if (move === undefined || slot === undefined) finished.add(from)
    else board.move(slot, from, move.to)
  }
}

/** The slots of primaries without weight, the biggest first, each to the one that has the least for its weight. */
function drain(board: BalanceBoard): void {
  const {nodes, loadOf, bytesOf} = board.problem
  nodes.forEach(({weight, slots}, from) => {
    if (weight > 0) return
    const sorted = slots.toSorted((a, b) => loadOf(b) - loadOf(a) || bytesOf(b) - bytesOf(a) || a - b)
    for (const slot of sorted) {
      const to = leastLoaded(board, (index) => (board.room[index] ?? 0) >= bytesOf(slot))
      if (to !== undefined) board.move(slot, from, to)
    }
  })
}

/** The primary with the most load for its weight that may have something to give. */
function mostLoaded(board: BalanceBoard, finished: ReadonlySet<number>): number | undefined {
  let most: number | undefined
  for (let index = 0; index < board.load.length; index++) {
    if (finished.has(index) || !board.takesPart(index)) continue
    if (most === undefined || board.relative(index) >= board.relative(most)) most = index
  }
  return most
}

/** The primary with the least load for its weight among those that will do. */
function leastLoaded(board: BalanceBoard, isWanted: (index: number) => boolean): number | undefined {
  let least: number | undefined
  for (let index = 0; index < board.load.length; index++) {
    if (!board.takesPart(index) || !isWanted(index)) continue
    if (least === undefined || board.relative(index) < board.relative(least)) least = index
  }
  return least
}

/** The place in the stock of a slot for the first primary that needs one, or to which the giver has to give one. */
function nextMove(
  board: BalanceBoard,
  {from, stock}: Omit<Handover, 'to'>,
  order: SlotOrder,
): {readonly at: number; readonly to: number} | undefined {
  const mustGive = board.violationOf(from) > 0 && board.excess(from) > 0
  const tried = new Set<number>()
  for (;;) {
    const to = leastLoaded(board, (index) => !tried.has(index))
    // The others have as much as this one, or more.
    if (to === undefined || to === from) return undefined
    const mustTake = board.violationOf(to) > 0 && board.excess(to) < 0
    if (!mustGive && !mustTake) return undefined
    const at = chooseSlot(board, {from, to, stock}, order)
    if (at !== undefined) return {at, to}
    tried.add(to)
  }
}
