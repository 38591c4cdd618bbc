import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {planRebalanceMoves, type RebalanceOptions, type Weight, weightsOf} from '../planning/rebalance.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'

export type RebalanceRequest = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> &
  Omit<RebalanceOptions, 'weights'> & {
    /** As typed: a node by id, beginning of an id or address, and its weight. */
    readonly weights: readonly Weight[]
    /** Ignore weights of replicas, instead of refusing them. */
    readonly ignoreReplicas?: boolean
  }

/** Gives every primary the slots that correspond to its weight. Throws as `change` does, and USAGE. */
export function rebalance(
  seed: Address,
  {
    weights,
    useEmptyPrimaries,
    thresholdPercent,
    dealing,
    ignoreReplicas = false,
    method,
    parallel,
    ...options
  }: RebalanceRequest,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = (situation: Situation) => {
    const {snapshot} = situation
    const sharing = {
      weights: weightsOf(snapshot, weights, ignoreReplicas),
      useEmptyPrimaries,
      thresholdPercent,
      dealing,
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
