import {runChecks} from '../checks/index.js'
import {type Address, formatAddress} from '../domain/address.js'
import {unlessBug} from '../domain/bug.js'
import {ClusterToolError} from '../domain/errors.js'
import {type Finding, isError} from '../domain/finding.js'
import type {MoveSettings} from '../domain/move.js'
import type {SavedPlan} from '../domain/operation.js'
import {type Presence, presenceName} from '../domain/operator.js'
import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {Plan} from '../domain/plan.js'
import type {Caution, StepResult} from '../domain/step.js'
import {type ClusterSnapshot, reachableNodes, reachablePrimaries} from '../domain/snapshot.js'
import {formatRanges} from '../domain/slot.js'
import {openFolder} from '../journal/folder.js'
import {writePlanFile} from '../journal/plan-file.js'
import {fingerprintOf} from '../planning/fingerprint.js'
import {clusterFactsOf} from '../planning/plan-facts.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {carryOut} from './carry-out.js'
import type {Context} from './context.js'
import {withWrongAddress} from './known-elsewhere.js'
import {lock} from './lock.js'
import {agreeAfterStop} from './stop.js'

/** How to read a cluster before planning. */
type Look = (session: Session, seed: Address) => Promise<ClusterSnapshot>

/** The options of all commands that change a running cluster. */
export type ChangeOptions = {
  readonly dryRun: boolean
  /** The file in which to save the plan, instead of carrying it out. */
  readonly out?: string | undefined
  /** Continue although another clustertool is changing the cluster. */
  readonly force?: boolean
  /** Milliseconds to wait until nodes have found each other and agree. */
  readonly joinLimitMs: number
  readonly moving: MoveSettings
  /** How many moves may run at the same time, beside what the plan says. Default: no limit. */
  readonly mostMoves?: number
  /** Default: one snapshot. */
  readonly look?: Look
  /** Id of the operation that this one resumes or undoes. */
  readonly of?: string | undefined
}

export type Explain = (snapshot: ClusterSnapshot, findings: readonly Finding[]) => string[]

export type ChangeContext = Context<ChangeProposal> & {
  readonly explain: Explain
  /** Called with the state of the cluster before anything is planned, asked or refused. */
  readonly onLook?: (snapshot: ClusterSnapshot, findings: readonly Finding[]) => void
}

/** The cluster as it is, for a planner; `session` is for what a plan needs to know beyond the snapshot. */
export type Situation = {
  readonly session: Session
  readonly snapshot: ClusterSnapshot
  readonly findings: readonly Finding[]
  /** Describes findings, with advice for each. */
  readonly explain: Explain
}

/** Makes the plan. Throws UNHEALTHY, REFUSED or USAGE if there must not or cannot be one. */
type MakePlan = (situation: Situation) => Promise<Plan>

/** What is particular to one command. */
export type Change = {
  /** The command's name, as users type it. */
  readonly command: string
  readonly seed: Address
  readonly makePlan: MakePlan
}

/**
 * Changes a running cluster: makes sure that nobody else does, reads it, plans, shows the plan and asks, reads the
 * cluster again if that took long, carries the plan out with a journal, and reads the result. Throws UNREACHABLE or
 * REFUSED if the seed cannot be used or another clustertool is changing the cluster, what `makePlan` throws, and
 * REFUSED if the cluster changes while the user is asked or the journal cannot be written; then nothing was changed.
 */
export async function change(
  how: Change,
  options: ChangeOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const run = toRun(how, options, context)
  await using session = openSession(run.connection)
  const proposal = await propose(session, run)
  const end = endingFor(proposal)
  if (proposal.plan.steps.length === 0) return end('nothing-to-do')
  const saved = toSaved(session, run, proposal)
  if (options.out !== undefined) await writePlanFile(options.out, saved)
  if (!run.acts) return {...end('planned'), savedTo: options.out}
  const planned = {
    proposal,
    saved,
    session,
    of: options.of ?? proposal.plan.takenUp?.operation.id,
    refuseChange: () => refuseChange(session, run, proposal),
    guard: () => guard(session, run, proposal.before),
  }
  return await carryOut(planned, context, {
    cancelled: () => end('cancelled'),
    async conclude(steps) {
      const outcome = await settle({...end('done'), steps}, session, run)
      return conclude(seedAfter(how.seed, proposal), {outcome, session}, run)
    },
  })
}

/** Makes nodes agree also after a run that was stopped. */
async function settle(
  outcome: ChangeOutcome,
  session: Session,
  {context, options}: ChangeRun,
): Promise<ChangeOutcome> {
  if (!context.signal.aborted || outcome.steps.every(({status}) => status === 'done')) return outcome
  const {joinLimitMs, moving} = options
  const steps = await agreeAfterStop(outcome.steps, {
    session,
    joinLimitMs,
    moving,
    // The first signal has been given; a second one ends the process.
    signal: new AbortController().signal,
    onEvent: () => undefined,
  })
  return {...outcome, steps}
}

/** A change with everything that its parts need. */
type ChangeRun = {
  readonly how: Change
  readonly options: ChangeOptions
  readonly context: ChangeContext
  /** Whether anything may be changed. */
  readonly acts: boolean
  readonly look: Look
  readonly own: Presence
  readonly connection: ConnectionOptions
}

function toRun(how: Change, options: ChangeOptions, context: ChangeContext): ChangeRun {
  const own = {...context.operator, command: how.command}
  const acts = !options.dryRun && options.out === undefined
  const {connection} = context
  return {
    how,
    options,
    context,
    acts,
    own,
    look: options.look ?? takeSnapshot,
    connection: acts ? {...connection, connectionName: presenceName(own)} : connection,
  }
}

async function propose(session: Session, run: ChangeRun): Promise<ChangeProposal> {
  const {how, context, acts, look} = run
  if (acts) await openFolder(context.stateFolder)
  let before = await look(session, how.seed)
  const cautions = acts ? await guard(session, run, before) : []
  // To see what a process changed that was still there at the first look.
  if (acts) before = await look(session, how.seed)
  const {explain} = context
  const findings = runChecks(before)
  context.onLook?.(before, findings)
  const plan = await how.makePlan({session, snapshot: before, findings, explain})
  if (cautions.length === 0) return {before, plan}
  return {before, plan: {...plan, cautions: [...(plan.cautions ?? []), ...cautions]}}
}

function guard(session: Session, {own, options}: ChangeRun, snapshot: ClusterSnapshot): Promise<Caution[]> {
  const primaries = reachablePrimaries(snapshot)
  return lock(
    session,
    primaries.map(({id}) => id),
    {own, force: options.force ?? false},
  )
}

function toSaved(session: Session, {how, options}: ChangeRun, {before, plan}: ChangeProposal): SavedPlan {
  const {joinLimitMs, moving, mostMoves} = options
  // The journal contains the id of the other operation, and needs no more of it.
  const {takenUp: _takenUp, ...made} = plan
  return {
    command: how.command,
    createdAt: new Date().toISOString(),
    cluster: clusterFactsOf(before, plan.steps, (id) => formatAddress(session.node(id).address)),
    options: {joinLimitMs, moving, ...(mostMoves !== undefined && {mostMoves})},
    plan: made,
  }
}

function endingFor({before, plan}: ChangeProposal): (status: Status) => ChangeOutcome {
  return (status) => ({before, plan, status, steps: [], snapshot: undefined, findings: []})
}

async function refuseChange(
  session: Session,
  {how, look}: ChangeRun,
  {before}: ChangeProposal,
): Promise<void> {
  const now = await look(session, how.seed)
  if (fingerprintOf(now) === fingerprintOf(before)) return
  throw new ClusterToolError(
    'REFUSED',
    'The cluster has changed since the plan was shown; nothing was done.',
    {hints: ['To see a new plan, run the command again.']},
  )
}

/** A removed node knows no other node any more, so any other node that answered is used. */
function seedAfter(seed: Address, {before, plan}: ChangeProposal): Address {
  const gone = new Set(plan.steps.flatMap((step) => (step.kind === 'reset' ? [step.node] : [])))
  if (!gone.has(before.seed)) return seed
  return reachableNodes(before).find(({id}) => !gone.has(id)) ?? seed
}

/** Reads the cluster afterwards, on new connections, because those of the run may have been lost with a node. */
async function conclude(
  seed: Address,
  {outcome, session}: {readonly outcome: ChangeOutcome; readonly session: Session},
  {context, look}: ChangeRun,
): Promise<ChangeOutcome> {
  await using fresh = openSession(context.connection)
  const snapshot = await look(fresh, seed).catch(unlessBug)
  const findings = snapshot ? runChecks(snapshot) : []
  const known = new Set(runChecks(outcome.before).map(keyOf))
  const worse = !snapshot || findings.some((finding) => isError(finding) && !known.has(keyOf(finding)))
  const steps = snapshot ? await withWrongAddress(outcome.steps, snapshot, session) : outcome.steps
  const done = steps.every(({status}: StepResult) => status === 'done')
  return {...outcome, steps, snapshot, findings, status: done && !worse ? 'done' : 'incomplete'}
}

/** Without nodes: a cluster that was down before is not worse if one more node says so. */
function keyOf({code, ranges}: Finding): string {
  return `${code} ${formatRanges(ranges)}`
}
