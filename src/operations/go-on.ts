import type {Address} from '../domain/address.js'
import type {Operation} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {inherit} from '../planning/heirs.js'
import {remainingSteps} from '../planning/remaining.js'
import {scheduleMoves} from '../planning/schedule.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {readMembers} from './members.js'
import {judgeMoves, refuseUnhealthy} from './prepare-moves.js'
import {takeSettledSnapshot} from './settled-snapshot.js'

/** Does what an operation that was broken off did not come to do. Throws as `change` does. */
export function goOnWith(
  operation: Operation,
  seed: Address,
  options: Pick<ChangeOptions, 'dryRun' | 'force'>,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = (situation: Situation) => planRest(operation, situation)
  const settled: ChangeOptions['look'] = (session, from) => takeSettledSnapshot(session, from, context.signal)
  // Nodes that are only being made a cluster have nothing to settle.
  const look = isForming(operation) ? {} : {look: settled}
  return change(
    {command: 'resume', seed, makePlan},
    {...options, ...operation.options, ...look, of: operation.id},
    context,
  )
}

/** Whether it was to make a cluster of nodes that were none. */
export function isForming({cluster}: Operation): boolean {
  return cluster.nodes.length === 0
}

async function planRest({plan, cluster}: Operation, situation: Situation): Promise<Plan> {
  const {session, snapshot} = situation
  const members = await readMembers(session, snapshot, {facts: cluster, steps: plan.steps})
  const steps = remainingSteps(plan.steps, members)
  const moves = steps.flatMap((step) =>
    step.kind === 'migrate-slots' ? (inherit(step, cluster, snapshot) ?? []) : [],
  )
  const others = steps.filter(({kind}) => kind !== 'migrate-slots')
  if (moves.length === 0)
    return {steps: others.some(({kind}) => kind !== 'agree') ? others : [], warnings: []}
  refuseUnhealthy(situation, moves, 'resharding')
  const {planned, cautions} = await judgeMoves(situation, moves, 'auto')
  const first = steps.findIndex(({kind}) => kind === 'migrate-slots')
  const before = others.slice(0, first)
  const scheduled = scheduleMoves(planned, {offset: before.length})
  return {steps: [...before, ...scheduled, ...others.slice(first)], warnings: [], cautions}
}
