import type {Address} from '../domain/address.js'
import type {JudgedOperation, TakenUp} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import type {NodeId} from '../domain/node.js'
import {placementOf} from '../domain/placement.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import type {Caution, Step} from '../domain/step.js'
import {refuseReplicate} from '../planning/replicate/refusal.js'
import {planReplicate} from '../planning/replicate/wish.js'
import {isStillForming, nodesGone, stepsLeft, withoutFinished} from '../planning/left-to-do.js'
import {nodesIn} from '../domain/step-nodes.js'
import {wishOf} from '../planning/moves/methods.js'
import {scheduleMoves} from '../planning/schedule.js'
import {listSome} from '../planning/words.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {readMembers} from './members.js'
import {judgeMoves} from './prepare-moves.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'
import {takeSettledSnapshot} from './settled-snapshot.js'

/** An operation to continue, and whether its nodes are not a cluster yet. */
export type GoingOn = TakenUp & {readonly forming: boolean}

/** An operation to continue, with the state of the cluster now. */
export function goingOn(taken: TakenUp, snapshot: Situation['snapshot']): GoingOn {
  return {...taken, forming: isStillForming(taken.operation, snapshot)}
}

/** Does the rest of an interrupted operation. Throws as `change` does. */
export function goOnWith(
  {forming, ...taken}: GoingOn,
  seed: Address,
  options: Pick<ChangeOptions, 'dryRun' | 'force'>,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const {operation} = taken
  const makePlan = async (situation: Situation) => ({...(await planRest(taken, situation)), takenUp: taken})
  const settled: ChangeOptions['look'] = (session, from) => takeSettledSnapshot(session, from, context.signal)
  // Nodes that are not a cluster yet have nothing to settle.
  const look = forming ? {} : {look: settled}
  return change(
    {command: 'resume', seed, makePlan},
    {...options, ...operation.options, ...look, of: operation.id},
    context,
  )
}

async function planRest({operation, since}: TakenUp, situation: Situation): Promise<Plan> {
  const {session, snapshot} = situation
  const {cluster} = operation
  const plan = withoutFinished(operation, since)
  const gone = nodesGone(operation, since, snapshot)
  const members = await readMembers(session, snapshot, {facts: cluster, steps: plan.steps})
  const steps = stepsLeft({...operation, plan}, {now: snapshot, members, gone})
  refuseLastCopies(operation, steps, snapshot)
  const moves = steps.filter((step) => step.kind === 'migrate-slots')
  const others = steps.filter(({kind}) => kind !== 'migrate-slots')
  const left = leftOut(operation, gone)
  if (moves.length === 0) {
    const does = others.some(({kind}) => kind !== 'agree')
    return {steps: does ? others : [], warnings: [], cautions: left}
  }
  refuseUnhealthy(situation, moves, 'resharding')
  const overwrites = operation.options.moving.replace
  const {planned, cautions} = await judgeMoves(situation, moves, wishOf, {overwrites})
  const first = steps.findIndex(({kind}) => kind === 'migrate-slots')
  const before = others.slice(0, first)
  const scheduled = scheduleMoves(planned, {offset: before.length})
  return {
    steps: [...before, ...scheduled, ...others.slice(first)],
    warnings: [],
    cautions: [...left, ...cautions],
  }
}

/** Replicas that were to stay may have died since. */
function refuseLastCopies(
  {command}: JudgedOperation,
  steps: readonly Step[],
  snapshot: ClusterSnapshot,
): void {
  if (command !== 'replicate' && command !== 'spread') return
  const placement = placementOf(snapshot)
  const problems = steps.flatMap((step) =>
    step.kind === 'replicate' ? planReplicate(placement, step.node, step.primary).problems : [],
  )
  const nameOf = (id: NodeId) => nodeById(snapshot, id)?.address ?? id
  if (problems.length > 0) throw refuseReplicate(problems, nameOf)
}

/** Nodes that the operation did not remove itself. */
function leftOut({plan, cluster}: JudgedOperation, gone: ReadonlySet<string>): Caution[] {
  const own = new Set(plan.steps.flatMap((step) => (step.kind === 'forget' ? [step.node] : [])))
  const nodes = nodesIn(plan.steps).filter((id) => gone.has(id) && !own.has(id))
  if (nodes.length === 0) return []
  const addresses = new Map([...cluster.nodes, ...cluster.others].map(({id, address}) => [id, address]))
  return [
    {
      code: 'nodes-gone',
      message: `${listSome(nodes.map((id) => addresses.get(id) ?? id))} left the cluster since then. The steps for them are skipped.`,
      advice: 'To add them again: clustertool add-node',
      nodes,
    },
  ]
}
