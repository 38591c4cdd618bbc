import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {placementOf} from '../domain/placement.js'
import type {PlacementAction} from '../domain/spread.js'
import {findNode, findPrimary} from '../planning/find-node.js'
import {planBalance} from '../planning/replicate/balance.js'
import {refuseReplicate} from '../planning/replicate/refusal.js'
import {planReplicate} from '../planning/replicate/wish.js'
import {stepsOfWaves} from '../planning/spread/steps.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'

/** A node that is to follow a primary, or 'balance': replicas are shared out evenly. */
export type ReplicateGoal = {readonly replica: string; readonly of: string} | 'balance'

export type ReplicateOptions = ChangeOptions & {
  readonly goal: ReplicateGoal
}

/**
 * Gives replicas other primaries. Throws as `change` does, USAGE for names that fit no node, UNHEALTHY if the cluster
 * has errors, and REFUSED if a shard would lose its last good copy.
 */
export function replicate(
  seed: Address,
  {goal, ...options}: ReplicateOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = (situation: Situation): Promise<Plan> => {
    const waves =
      goal === 'balance' ? planBalance(placementOf(situation.snapshot)).waves : wanted(situation, goal)
    const steps = stepsOfWaves(situation.snapshot, waves)
    if (steps.length > 0) refuseUnhealthy(situation, [], 'giving replicas other primaries')
    return Promise.resolve({steps, warnings: []})
  }
  return change({command: 'replicate', seed, makePlan}, options, context)
}

function wanted(
  {snapshot}: Situation,
  {replica, of}: {readonly replica: string; readonly of: string},
): readonly (readonly PlacementAction[])[] {
  const [node, primary] = [findNode(snapshot, replica), findPrimary(snapshot, of)]
  const {problems, action} = planReplicate(placementOf(snapshot), node.id, primary.id)
  if (problems.length > 0) {
    throw refuseReplicate(problems, (id) => snapshot.nodes.find((one) => one.id === id)?.address ?? id)
  }
  return action ? [[action]] : []
}
