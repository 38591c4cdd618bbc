import type {Place} from '../../domain/finding.js'
import type {Placement} from '../../domain/placement.js'
import type {SpreadPlan} from '../../domain/spread.js'
import {applyActions} from './apply.js'
import {auditPlacement} from './audit.js'
import {boardOf} from './board.js'
import {fewLacks} from './few-lacks.js'
import {findWay} from './find-way.js'
import {shortagesOf} from './lacks.js'
import {actionsOf, bytesOf} from './waves.js'

/** How the nodes can be placed as safely as possible, at the lowest cost. docs/placement.md says what comes first. */
export function planSpread(placement: Placement, kinds: readonly Place['kind'][]): SpreadPlan {
  const before = auditPlacement(placement, kinds)
  const board = boardOf(placement, kinds)
  const waves = actionsOf(placement, board, findWay(board), before)
  const reached = applyActions(placement, waves.flat())
  const after = auditPlacement(reached, kinds)
  return {
    before,
    waves,
    after,
    bytes: bytesOf(waves.flat()),
    lacks: fewLacks(reached, after),
    shortages: shortagesOf(reached, after),
  }
}
