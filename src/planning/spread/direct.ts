import {type Board, leaversOf, moveSeat, type Seating, type SeatMove, surplus} from './board.js'

/**
 * The moves that lead from the start to a seating, each node at most once, in an order in which a shard always keeps
 * two nodes. Undefined if no such order was found: two full shards cannot exchange nodes without a third copy.
 */
export function directMoves(board: Board, target: Seating): SeatMove[] | undefined {
  const moves: SeatMove[] = []
  let seating = board.start
  for (;;) {
    const next = nextMove(board, seating, target)
    if (!next) break
    moves.push(next)
    seating = moveSeat(seating, next)
  }
  return seating.every((spots, shard) => surplus(spots, target[shard] ?? []).length === 0) ? moves : undefined
}

/** First to shards that cannot let a node leave before another one comes. */
function nextMove(board: Board, seating: Seating, target: Seating): SeatMove | undefined {
  const moves = seating.flatMap((spots, from) => {
    const free = leaversOf(board, spots)
    return [...new Set(surplus(spots, target[from] ?? []))]
      .filter((spot) => free.includes(spot))
      .flatMap((spot) => takersOf(seating, target, spot).map((to) => ({spot, from, to})))
  })
  const size = ({to}: SeatMove) => seating[to]?.length ?? 0
  return moves.reduce<SeatMove | undefined>(
    (best, move) => (best && size(best) <= size(move) ? best : move),
    undefined,
  )
}

function takersOf(seating: Seating, target: Seating, spot: number): number[] {
  return seating.flatMap((spots, shard) =>
    surplus(target[shard] ?? [], spots).includes(spot) ? [shard] : [],
  )
}
