import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {findPrimary} from '../planning/find-node.js'
import {planRebalanceMoves} from '../planning/rebalance.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'

export type RebalanceOptions = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> & {
    /** What users typed: a node by id, beginning of an id or address, and its weight. */
    readonly weights: readonly {readonly node: string; readonly weight: number}[]
    readonly useEmptyPrimaries: boolean
    readonly thresholdPercent: number
    /** Slots that are left after rounding go where the tools before this one gave them. */
    readonly likeOlderTools?: boolean
  }

/** Gives every primary the slots that its weight entitles it to. Throws as `change` does, and USAGE. */
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
  }: RebalanceOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = (situation: Situation) => {
    const {snapshot} = situation
    const byNode = new Map(weights.map(({node, weight}) => [findPrimary(snapshot, node).id, weight] as const))
    const sharing = {
      weights: byNode,
      useEmptyPrimaries,
      thresholdPercent,
      likeOlderTools: likeOlderTools ?? false,
    }
    const moves = planRebalanceMoves(snapshot, sharing)
    return prepareMoves(situation, moves, {method, parallel, purpose: 'rebalancing'})
  }
  return change({command: 'rebalance', seed, makePlan}, options, context)
}
