import type {Board} from './board.js'
import {mendSeating, scoreOf} from './mend.js'
import {compareScores} from './score.js'
import {searchSeatings, type SeatingPath} from './search.js'

/** The search looks at this many seatings, divided by the square of the number of nodes: 35,000 of 12 nodes. */
const EFFORT = 5_000_000

/** The best way of all where the cluster is small enough to try all; otherwise the better one of two. */
export function findWay(board: Board): SeatingPath {
  const found = searchSeatings(board, EFFORT / board.start.flat().length ** 2)
  if (found.proven) return found
  const mended = mendSeating(board)
  return compareScores(scoreOf(board, mended), scoreOf(board, found)) < 0 ? mended : found
}
