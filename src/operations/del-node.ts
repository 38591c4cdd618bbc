import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {planDrainMoves} from '../planning/drain.js'
import {planDelNode} from '../planning/del-node/plan.js'
import {refuseRemoval} from '../planning/del-node/refusals.js'
import {findNode} from '../planning/find-node.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'

export type DelNodeOptions = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> & {
    /** First move the slots of primaries to the others. */
    readonly drain: boolean
    /** Report that a node has slots before any other problem. */
    readonly slotsFirst?: boolean
  }

/**
 * Removes nodes, also dead ones. Users name them by id, beginning of an id or address. Throws as `change` does, and
 * REFUSED for a node that has slots or is needed.
 */
export function delNode(
  seed: Address,
  names: readonly string[],
  {drain, slotsFirst = false, method, parallel, ...options}: DelNodeOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation) => {
    const {snapshot} = situation
    const leaving = [
      ...new Map(names.map((name) => findNode(snapshot, name)).map((node) => [node.id, node])).values(),
    ]
    refuseRemoval(snapshot, leaving, {drain, slotsFirst})
    const moves = planDrainMoves(
      snapshot,
      leaving.map(({id}) => id),
    )
    const prepared = await prepareMoves(situation, moves, {
      method,
      parallel,
      purpose: 'removing nodes',
      replace: options.moving.replace,
    })
    return planDelNode(snapshot, leaving, prepared)
  }
  return change({command: 'del-node', seed, makePlan}, options, context)
}
