import {type Address, parseAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {SavedPlan} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {changesSince} from '../planning/drift.js'
import {remainingSteps} from '../planning/remaining.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {readMembers} from './members.js'
import {judgeMoves, refuseUnhealthy} from './prepare-moves.js'

export type ApplyOptions = Pick<ChangeOptions, 'dryRun' | 'force'>

/**
 * Carries out a saved plan, or what is left of it. Throws as `change` does, and REFUSED with everything that is no longer
 * as it was when the plan was made.
 */
export function apply(
  saved: SavedPlan,
  {seed, ...options}: ApplyOptions & {readonly seed: Address | undefined},
  context: ChangeContext,
): Promise<ChangeOutcome> {
  return change(
    {command: 'apply', seed: seed ?? seedOf(saved), makePlan: (situation) => makePlan(saved, situation)},
    {...options, ...saved.options},
    context,
  )
}

function seedOf({cluster}: SavedPlan): Address {
  const known = [...cluster.nodes, ...cluster.others].find(({id}) => id === cluster.seed)
  if (!known) throw new ClusterToolError('USAGE', 'The plan does not say where its cluster is.')
  return parseAddress(known.address)
}

async function makePlan(saved: SavedPlan, situation: Situation): Promise<Plan> {
  const {session, snapshot} = situation
  const changes = changesSince(saved, snapshot)
  if (changes.length > 0) throw changed(changes)
  const facts = saved.cluster
  const members = await readMembers(session, snapshot, {facts, steps: saved.plan.steps})
  const steps = remainingSteps(saved.plan.steps, members)
  const moves = steps.filter((step) => step.kind === 'migrate-slots')
  if (moves.length === 0) return {steps, warnings: []}
  if (saved.command !== 'fix') refuseUnhealthy(situation, moves, 'resharding')
  const {cautions} = await judgeMoves(situation, moves, 'keys')
  return {steps, warnings: [], cautions}
}

function changed(changes: readonly string[]): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `The cluster is not the one any more that the plan was made for: ${changes.join('; ')}. Nothing was changed.`,
    {hints: ['Make a new plan for what is there now.'], details: changes},
  )
}
