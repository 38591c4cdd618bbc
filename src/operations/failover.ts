import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {FailoverMode} from '../domain/failover.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {lastFailover, pairsBack} from '../planning/failover/back.js'
import {choosePairs, type FailoverWish, type Pair} from '../planning/failover/pairs.js'
import {planFailover} from '../planning/failover/plan.js'
import {failoverProblems} from '../planning/failover/problems.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {foreignDataProblems} from './failover-data.js'
import {lagProblems} from './failover-lag.js'
import {operationsOn} from './operations.js'
import {refuseProblems} from './refuse-problems.js'

export type FailoverOptions = ChangeOptions & {
  readonly mode: FailoverMode
  /** Which nodes change roles; 'back': those of the last failover, in the other direction. */
  readonly wish: FailoverWish | 'back'
}

/**
 * Makes replicas and their primaries change roles, one shard after the other. Throws as `change` does, USAGE for names
 * that fit no replica, and REFUSED with every reason why a failover would fail or lose writes.
 */
export function failover(
  seed: Address,
  {mode, wish, ...options}: FailoverOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation): Promise<Plan> => {
    const {snapshot, findings} = situation
    const pairs = wish === 'back' ? await findBack(situation, context) : choosePairs(snapshot, wish)
    refuseProblems(failoverProblems(snapshot, pairs, {mode, findings}))
    const {session} = situation
    refuseProblems(
      await (mode === 'plain' ? lagProblems(session, pairs) : foreignDataProblems(session, pairs)),
    )
    return planFailover(snapshot, pairs, mode)
  }
  return change({command: 'failover', seed, makePlan}, options, context)
}

async function findBack(
  {session, snapshot}: Situation,
  {stateFolder}: Pick<ChangeContext, 'stateFolder'>,
): Promise<Pair[]> {
  const {operations} = await operationsOn(stateFolder, {session, snapshot})
  const last = lastFailover(operations)
  if (last) return pairsBack(snapshot, last)
  throw new ClusterToolError('USAGE', 'This machine has no record of a failover of this cluster.', {
    hints: ['Name the replicas that are to be primaries: clustertool failover HOST:PORT REPLICA'],
  })
}
