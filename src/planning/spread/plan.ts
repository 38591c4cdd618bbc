import type {Place} from '../../domain/finding.js'
import type {Placement} from '../../domain/placement.js'
import type {SpreadPlan} from '../../domain/spread.js'
import {applyActions} from './apply.js'
import {auditPlacement} from './audit.js'
import {type Board, boardOf} from './board.js'
import {lacksOf, shortagesOf} from './lacks.js'
import {mendSeating, scoreOf} from './mend.js'
import {compareScores} from './score.js'
import {searchSeatings, type Way} from './search.js'
import {actionsOf, bytesOf} from './waves.js'

/** How the nodes can be placed as safely as possible, at the lowest cost. */
export function planSpread(placement: Placement, kinds: readonly Place['kind'][]): SpreadPlan {
  const before = auditPlacement(placement, kinds)
  const board = boardOf(placement, kinds)
  const way = findWay(board)
  const waves = actionsOf(placement, board, way, before)
  const reached = applyActions(placement, waves.flat())
  const after = auditPlacement(reached, kinds)
  return {
    before,
    waves,
    after,
    bytes: bytesOf(waves.flat()),
    lacks: lacksOf(reached, after),
    shortages: shortagesOf(reached, after),
  }
}

/** The search looks at this many seatings, divided by the square of the number of nodes: 35,000 of 12 nodes. */
const EFFORT = 5_000_000

/** The best way of all where the cluster is small enough to try all; otherwise the better one of two. */
function findWay(board: Board): Way {
  const found = searchSeatings(board, EFFORT / board.start.flat().length ** 2)
  if (found.proven) return found
  const mended = mendSeating(board)
  return compareScores(scoreOf(board, mended), scoreOf(board, found)) < 0 ? mended : found
}
