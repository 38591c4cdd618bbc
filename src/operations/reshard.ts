import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {planReshardMoves, type ReshardWish} from '../planning/reshard.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'

export type ReshardOptions = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> & {
    /** Chooses what should move, when the nodes are known. */
    readonly choose: (snapshot: ClusterSnapshot) => Promise<ReshardWish>
  }

/** Moves slots to one primary. Throws as `change` does, and what `choose` throws. */
export function reshard(
  seed: Address,
  {choose, method, parallel, ...options}: ReshardOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation) => {
    const moves = planReshardMoves(situation.snapshot, await choose(situation.snapshot))
    return prepareMoves(situation, moves, {
      method,
      parallel,
      purpose: 'resharding',
      replace: options.moving.replace,
    })
  }
  return change({command: 'reshard', seed, makePlan}, options, context)
}
