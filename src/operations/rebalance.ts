import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {planRebalanceMoves, type Weight, weightsOf} from '../planning/rebalance.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'

export type RebalanceRequest = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> & {
    /** As typed: a node by id, beginning of an id or address, and its weight. */
    readonly weights: readonly Weight[]
    readonly useEmptyPrimaries: boolean
    readonly thresholdPercent: number
    /** Slots that remain after rounding go where older tools put them, and weights of replicas are ignored. */
    readonly likeOlderTools?: boolean
  }

/** Gives every primary the slots that correspond to its weight. Throws as `change` does, and USAGE. */
export function rebalance(
  seed: Address,
  {
    weights,
    useEmptyPrimaries,
    thresholdPercent,
    likeOlderTools,
    method,
    parallel,
    ...options
  }: RebalanceRequest,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = (situation: Situation) => {
    const {snapshot} = situation
    const sharing = {
      weights: weightsOf(snapshot, weights, likeOlderTools ?? false),
      useEmptyPrimaries,
      thresholdPercent,
      likeOlderTools: likeOlderTools ?? false,
    }
    const moves = planRebalanceMoves(snapshot, sharing)
    return prepareMoves(situation, moves, {
      method,
      parallel,
      purpose: 'rebalancing',
      replace: options.moving.replace,
    })
  }
  return change({command: 'rebalance', seed, makePlan}, options, context)
}
