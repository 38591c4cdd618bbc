import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {type Finding, SEVERITY} from '../domain/finding.js'
import type {MoveSettings} from '../domain/move.js'
import type {ChangeOutcome, ChangeProposal, Status} from '../domain/outcome.js'
import type {Plan, StepResult} from '../domain/plan.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {formatRanges} from '../domain/slot.js'
import {saveKeys} from '../journal/saved-keys.js'
import {execute} from '../execution/execute.js'
import {fingerprintOf} from '../planning/fingerprint.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import type {Context} from './context.js'

/** What the commands that change a running cluster have in common. */
export type ChangeOptions = {
  readonly dryRun: boolean
  /** Milliseconds that nodes may take to find each other and agree. */
  readonly joinLimitMs: number
  readonly moving: MoveSettings
  /** Once, unless said. */
  readonly look?: Look
}

type Explain = (snapshot: ClusterSnapshot, findings: readonly Finding[]) => string[]

/** How a cluster is looked at before it is planned for. */
type Look = (session: Session, seed: Address) => Promise<ClusterSnapshot>

export type ChangeContext = Context<ChangeProposal> & {readonly explain: Explain}

/** The cluster as it is, for a planner; `session` is for what a plan needs to know beyond the snapshot. */
export type Situation = {
  readonly session: Session
  readonly snapshot: ClusterSnapshot
  readonly findings: readonly Finding[]
  /** Findings in words, with what to do about each. */
  readonly explain: Explain
}

/** Says what is to be done. Throws UNHEALTHY, REFUSED or USAGE when it must not or cannot be. */
export type MakePlan = (situation: Situation) => Promise<Plan>

/**
 * Changes a running cluster: looks, plans, shows and asks, looks again if that took long, does it, and looks at what
 * came of it. Throws UNREACHABLE or REFUSED when the seed is of no use, what `makePlan` throws, and REFUSED when the
 * cluster changes while the user is asked; nothing is touched then.
 */
export async function change(
  seed: Address,
  makePlan: MakePlan,
  options: ChangeOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  await using session = openSession(context.connection)
  const look = options.look ?? takeSnapshot
  const before = await look(session, seed)
  const {explain} = context
  const plan = await makePlan({session, snapshot: before, findings: runChecks(before), explain})
  const end = (status: Status): ChangeOutcome => ({
    before,
    plan,
    status,
    steps: [],
    snapshot: undefined,
    findings: [],
  })
  if (plan.steps.length === 0) return end('nothing-to-do')
  if (options.dryRun) return end('planned')
  const asked = performance.now()
  if (!(await context.confirm({before, plan}))) return end('cancelled')
  if (performance.now() - asked > ASKED_LONG_MS) await refuseChange(session, seed, before)
  const {signal, onEvent, stateFolder} = context
  const {joinLimitMs, moving} = options
  const steps = await execute(plan, {
    session,
    signal,
    onEvent,
    joinLimitMs,
    moving,
    saveKeys: (keys) => saveKeys(stateFolder, keys),
  })
  return await conclude(seedAfter(seed, before, plan), {...end('done'), steps}, {context, look})
}

/** With --yes no time passes, and nothing needs to be read again. */
const ASKED_LONG_MS = 200

/** A prompt may stay open for an hour. */
async function refuseChange(session: Session, seed: Address, before: ClusterSnapshot): Promise<void> {
  const now = await takeSnapshot(session, seed)
  if (fingerprintOf(now) === fingerprintOf(before)) return
  throw new ClusterToolError(
    'REFUSED',
    'The cluster has changed since the plan was shown; nothing was done.',
    {hints: ['Run the command again to see the plan for what is there now.']},
  )
}

/** A node that was removed knows nobody any more; any other one that answered will do. */
function seedAfter(seed: Address, before: ClusterSnapshot, {steps}: Plan): Address {
  const gone = new Set(steps.flatMap((step) => (step.kind === 'reset' ? [step.node] : [])))
  if (!gone.has(before.seed)) return seed
  return reachableNodes(before).find(({id}) => !gone.has(id)) ?? seed
}

/** Looks at what there is afterwards, on new connections: those of the run may have been lost with a node. */
async function conclude(
  seed: Address,
  outcome: ChangeOutcome,
  {context, look}: {readonly context: ChangeContext; readonly look: Look},
): Promise<ChangeOutcome> {
  await using session = openSession(context.connection)
  const snapshot = await look(session, seed).catch(() => undefined)
  const findings = snapshot ? runChecks(snapshot) : []
  const known = new Set(runChecks(outcome.before).map(keyOf))
  const worse = !snapshot || findings.some((finding) => isError(finding) && !known.has(keyOf(finding)))
  const done = outcome.steps.every(({status}: StepResult) => status === 'done')
  return {...outcome, snapshot, findings, status: done && !worse ? 'done' : 'incomplete'}
}

function isError({code}: Finding): boolean {
  return SEVERITY[code] === 'error'
}

/** Not by node: a cluster that was down is as down with one node more. */
function keyOf({code, ranges}: Finding): string {
  return `${code} ${formatRanges(ranges)}`
}
