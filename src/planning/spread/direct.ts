import {type Board, leaversOf, afterHop, type Seating, type Hop} from './board.js'
import {compareScores} from './score.js'
import {surplus} from './spot-lists.js'

/**
 * The hops that lead from the start to a seating, each node at most once, in an order in which a shard always keeps
 * two nodes. Undefined if no such order was found: two full shards cannot exchange nodes without a third copy.
 */
export function directHops(board: Board, target: Seating): Hop[] | undefined {
  const hops: Hop[] = []
  let seating = board.start
  for (;;) {
    const next = nextHop(board, seating, target)
    if (!next) break
    hops.push(next)
    seating = afterHop(seating, next)
  }
  return seating.every((spots, shard) => surplus(spots, target[shard] ?? []).length === 0) ? hops : undefined
}

/** First to shards that have to give a node and cannot before another one comes. */
function nextHop(board: Board, seating: Seating, target: Seating): Hop | undefined {
  const hops = seating.flatMap((spots, from) => {
    const free = leaversOf(board, spots)
    return [...new Set(surplus(spots, target[from] ?? []))]
      .filter((spot) => free.includes(spot))
      .flatMap((spot) => takersOf(seating, target, spot).map((to) => ({spot, from, to})))
  })
  const rank = ({to}: Hop) => {
    const spots = seating[to] ?? []
    return [surplus(spots, target[to] ?? []).length > 0 ? 0 : 1, spots.length]
  }
  return hops.reduce<Hop | undefined>(
    (best, hop) => (best && compareScores(rank(best), rank(hop)) <= 0 ? best : hop),
    undefined,
  )
}

function takersOf(seating: Seating, target: Seating, spot: number): number[] {
  return seating.flatMap((spots, shard) =>
    surplus(target[shard] ?? [], spots).includes(spot) ? [shard] : [],
  )
}
