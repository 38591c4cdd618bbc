import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {unlessBug} from '../domain/bug.js'
import {ClusterToolError} from '../domain/errors.js'
import {isError} from '../domain/finding.js'
import {MOVE_DEFAULTS} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import type {SavedPlan} from '../domain/operation.js'
import {presenceName} from '../domain/operator.js'
import type {CreateOutcome, CreateProposal} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {StepResult} from '../domain/step.js'
import {openFolder} from '../journal/folder.js'
import {writePlanFile} from '../journal/plan-file.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {carryOut} from './carry-out.js'
import type {Context} from './context.js'
import {type CreateRequest, surveyNodes} from './create-survey.js'
import {withWrongAddress} from './known-elsewhere.js'
import {lock} from './lock.js'

/**
 * Creates a cluster from the nodes, or finishes an interrupted create of the same nodes. Throws REFUSED or
 * UNREACHABLE with every problem of every node before anything is changed, and REFUSED if the nodes change while the
 * user is asked.
 */
export async function create(
  addresses: readonly Address[],
  options: CreateRequest,
  context: Context<CreateProposal>,
): Promise<CreateOutcome> {
  const own = {...context.operator, command: 'create'}
  const acts = !options.dryRun && options.out === undefined
  const named = acts ? {connectionName: presenceName(own)} : {}
  await using session = openSession({...context.connection, ...named})
  if (acts) await openFolder(context.stateFolder)
  const proposal = await surveyNodes(session, addresses, options)
  const nodes = proposal.shards.flatMap(({primary, replicas}) => [primary.id, ...replicas.map(({id}) => id)])
  const guard = () => lock(session, nodes, {own, force: options.force ?? false})
  const end = (status: Status): CreateOutcome => ({
    ...proposal,
    status,
    steps: [],
    snapshot: undefined,
    findings: [],
  })
  const saved = toSaved(options, proposal)
  if (options.out !== undefined) await writePlanFile(options.out, saved)
  if (!acts) return {...end('planned'), savedTo: options.out}
  if (proposal.plan.steps.length === 0) return await conclude(session, addresses, end('nothing-to-do'))
  await guard()
  const refuse = () => refuseChange(session, addresses, {options, proposal})
  return await carryOut({proposal, saved, session, refuseChange: refuse, guard}, context, {
    cancelled: () => end('cancelled'),
    conclude: (steps) => conclude(session, addresses, {...end(isDone(steps) ? 'done' : 'incomplete'), steps}),
  })
}

function toSaved({joinLimitMs}: CreateRequest, {shards, plan}: CreateProposal): SavedPlan {
  const nodes = shards.flatMap(({primary, replicas}) => [primary, ...replicas])
  return {
    command: 'create',
    createdAt: new Date().toISOString(),
    cluster: {
      seed: nodes[0]?.id ?? ('' as NodeId),
      nodes: [],
      others: nodes.map(({id, address}) => ({id, address})),
    },
    options: {joinLimitMs, moving: MOVE_DEFAULTS},
    plan,
  }
}

function isDone(steps: readonly StepResult[]): boolean {
  return steps.every(({status}) => status === 'done')
}

async function refuseChange(
  session: Session,
  addresses: readonly Address[],
  {options, proposal}: {options: CreateRequest; proposal: CreateProposal},
): Promise<void> {
  const now = await surveyNodes(session, addresses, options)
  if (JSON.stringify(now.plan.steps) === JSON.stringify(proposal.plan.steps)) return
  throw new ClusterToolError(
    'REFUSED',
    'The nodes have changed since the plan was shown; nothing was done.',
    {
      hints: ['To see a new plan, run the command again.'],
    },
  )
}

/** Reads the cluster afterwards; a cluster with errors is not a success. */
async function conclude(
  session: Session,
  [seed]: readonly Address[],
  outcome: CreateOutcome,
): Promise<CreateOutcome> {
  if (!seed) return outcome
  const snapshot = await takeSnapshot(session, seed).catch(unlessBug)
  const findings = snapshot ? runChecks(snapshot) : []
  const steps = snapshot ? await withWrongAddress(outcome.steps, snapshot, session) : outcome.steps
  const bad = !snapshot || !isDone(steps) || findings.some(isError)
  return {...outcome, steps, snapshot, findings, status: bad ? 'incomplete' : outcome.status}
}
