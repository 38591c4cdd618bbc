import type {Address} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import type {Release} from '../domain/upgrade.js'
import {chosenNodes} from '../planning/roll/chosen.js'
import {planRoll, type RollWish} from '../planning/roll/plan.js'
import {rollProblems} from '../planning/roll/problems.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {refuseProblems} from './refuse-problems.js'

export type RollOptions = ChangeOptions & {
  readonly wish: RollWish
  /** Words that name nodes; empty: all. */
  readonly only: readonly string[]
  /** What the nodes are to run afterwards, as far as it is known. */
  readonly to: Release | undefined
}

/**
 * Restarts nodes one after the other while the cluster is served. Throws as `change` does, USAGE for words that name no
 * node, and REFUSED with every reason why it could cost data or service.
 */
export function roll(
  seed: Address,
  {wish, only, to, ...options}: RollOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation): Promise<Plan> => {
    const {snapshot, findings} = situation
    const chosen = chosenNodes(snapshot, only)
    refuseProblems(rollProblems(snapshot, chosen, {findings, to, command: wish.command}))
    return planRoll(snapshot, wish, {chosen, runIds: await runIdsOf(situation, chosen)})
  }
  return change({command: 'roll', seed, makePlan}, options, context)
}

async function runIdsOf(
  {session}: Situation,
  chosen: ReadonlySet<NodeId>,
): Promise<ReadonlyMap<NodeId, string>> {
  const entries = [...chosen].map(async (id) => {
    const {runId} = await session.node(id).replicationFacts()
    return [id, runId] as const
  })
  return new Map(await Promise.all(entries))
}
