import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {type Finding, isError} from '../domain/finding.js'
import type {Move} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import type {JudgedOperation, TakenUp} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {type FixConsent, REMEDIES} from '../domain/repair.js'
import type {SlotRange} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {type FixEvidence, planFix} from '../planning/fix/plan.js'
import {vouchedSlots} from '../planning/fix/vouched.js'
import {lastInterrupted, mayHaveLeftKeys, serves} from '../planning/take-up.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {atomicMoves, countKeys, hidingNodes, kinOf} from './damage.js'
import {type GoingOn, goingOn, goOnWith} from './go-on.js'
import {intentsOf, operationsOn} from './operations.js'
import {tellEnd, tryNext} from './ended-early.js'
import {findOutsiders} from './outsiders.js'
import {judgeMoves} from './prepare-moves.js'
import {takeSettledSnapshot} from './settled-snapshot.js'

export type FixOptions = ChangeOptions & {
  readonly consent: FixConsent
  /** Look for keys in all slots of all nodes, not only in slots with problems. */
  readonly searchOwners: boolean
  /** Moves that were started and never ended. Default: those in the journals of this machine. */
  readonly intents?: readonly Move[]
  /** The operation of these moves. */
  readonly takenUp?: TakenUp | undefined
}

/** A replica that takes over, or keys that are found, require another round; several kinds of damage need a few. */
const MOST_ROUNDS = 6

/**
 * Repairs a cluster: reads it, plans a remedy for each finding, asks, carries the plan out and reads the cluster
 * again, until nothing is wrong or nothing more can be done. Throws as `change` does, and UNHEALTHY if there is
 * damage and no safe remedy for any of it. After something was done it throws none of these: the outcome says what
 * was done, and a note why it ended.
 */
export async function fix(
  seed: Address,
  options: FixOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const {operations, found} = await writtenDownOn(seed, context)
  // A caller that knows the intended moves has already read the journals.
  const begun = options.intents ? options.takenUp : found
  // What is missing on nodes that are not a cluster yet is the rest of their create, not damage.
  if (!options.intents && found?.forming) return goOnWith(found, seed, options, context)
  const {rounds, early} = await mendInRounds(seed, options, context, {operations, begun})
  const outcome = summarise(rounds)
  return early === undefined ? outcome : tellEnd(outcome, early, context)
}

type Rounds = {
  readonly rounds: readonly ChangeOutcome[]
  /** Why it ended before it was finished. */
  readonly early?: string
}

async function mendInRounds(
  seed: Address,
  options: FixOptions,
  context: ChangeContext,
  written: Pick<Known, 'operations' | 'begun'>,
): Promise<Rounds> {
  const rounds: ChangeOutcome[] = []
  const revealed = new Set<NodeId>()
  const look: ChangeOptions['look'] = (session, from) => takeSettledSnapshot(session, from, context.signal)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const known = {...written, revealed, acted: round > 0}
    const makePlan = async (situation: Situation) =>
      tellTakenUp(situation, await planRound(situation, options, known), {options, begun: written.begun})
    const repair = () => change({command: 'fix', seed, makePlan}, {...options, look}, context)
    const outcome = await (round === 0 ? repair() : tryNext(repair, context))
    if (typeof outcome === 'string') return {rounds, early: outcome}
    rounds.push(outcome)
    for (const {step} of outcome.steps) if (step.kind === 'reveal-keys') revealed.add(step.node)
    if (!goesOn(rounds)) break
  }
  return {rounds}
}

/** Says which operation the repair continues: the one that the user named, or the one that intended the moves. */
function tellTakenUp(
  {snapshot}: Situation,
  plan: Plan,
  {options, begun}: {readonly options: FixOptions; readonly begun: TakenUp | undefined},
): Plan {
  if (!begun) return plan
  const isMeant = options.takenUp !== undefined || serves(plan.steps, intentsOf(begun.operation, snapshot))
  return isMeant ? {...plan, takenUp: begun} : plan
}

type Written = {
  readonly operations: readonly JudgedOperation[]
  /** The last interrupted operation that none superseded and that says what was intended. */
  readonly found: GoingOn | undefined
}

async function writtenDownOn(seed: Address, {connection, stateFolder}: ChangeContext): Promise<Written> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  const {operations} = await operationsOn(stateFolder, {session, snapshot})
  const taken = lastInterrupted(operations, ({command}) => command !== 'fix')
  return {operations, found: taken && goingOn(taken, snapshot)}
}

/** Whether something was done, something is still wrong, and the rest is not just what was left before. */
function goesOn(rounds: readonly ChangeOutcome[]): boolean {
  const last = rounds.at(-1)
  const before = rounds.at(-2)
  if (!last || (last.status !== 'done' && last.status !== 'incomplete')) return false
  if (!last.findings.some(isError) && last.steps.every(({status}) => status === 'done')) return false
  if (!before) return true
  if (JSON.stringify(before.plan.steps) === JSON.stringify(last.plan.steps)) return false
  return last.steps.every(({status}) => status === 'done') || failedIn(before) !== failedIn(last)
}

function failedIn({steps}: ChangeOutcome): string {
  return JSON.stringify(steps.flatMap(({status, step}) => (status === 'failed' ? [step] : [])))
}

function summarise(rounds: readonly ChangeOutcome[]): ChangeOutcome {
  const acted = rounds.filter(({steps}) => steps.length > 0)
  const [first] = acted
  const last = acted.at(-1)
  if (!first || !last) return rounds[0] as ChangeOutcome
  const isIdle = rounds.at(-1)?.status === 'nothing-to-do'
  const told = toTell(acted)
  return {
    ...last,
    before: first.before,
    plan: {
      ...last.plan,
      steps: told.map(({result}) => result.step),
      reasons: told.map(({reason}) => reason),
    },
    steps: told.map(({result}) => result),
    status: isIdle || isWhole(last) ? 'done' : 'incomplete',
  }
}

function isWhole({snapshot, findings, steps}: ChangeOutcome): boolean {
  return snapshot !== undefined && !findings.some(isError) && steps.every(({status}) => status === 'done')
}

/** What was done and not done; a step that failed again in the same way is reported once. */
function toTell(rounds: readonly ChangeOutcome[]) {
  const failures = new Set<string>()
  return rounds.flatMap(({plan, steps}) =>
    steps.flatMap((result, at) => {
      const failure = JSON.stringify([result.step, result.error])
      if (result.status !== 'done' && failures.has(failure)) return []
      if (result.status !== 'done') failures.add(failure)
      return [{result, reason: plan.reasons?.[at]}]
    }),
  )
}

type Known = {
  /** The operations in the journals of this machine. */
  readonly operations: readonly JudgedOperation[]
  /** The interrupted operation. */
  readonly begun: TakenUp | undefined
  /** Nodes that have shown their hidden keys; any other keys that they count in no slot stay hidden. */
  readonly revealed: ReadonlySet<NodeId>
  /** Something was repaired before. Stray keys that had to stay are visible in no other way. */
  readonly acted: boolean
}

async function planRound(situation: Situation, options: FixOptions, known: Known): Promise<Plan> {
  const {snapshot, findings} = situation
  refuseLoneNode(snapshot)
  const errors = findings.filter(isError)
  // If something is wrong, or was repaired in part, stray keys may also be where nothing shows them.
  const looks =
    options.searchOwners || known.acted || errors.length > 0 || known.operations.some(mayHaveLeftKeys)
  const evidence = await gather(situation, known, looks)
  const intents = options.intents ?? intentsOf(known.begun?.operation, snapshot)
  const plan = planFix(snapshot, {...evidence, findings, intents}, options.consent)
  if (plan.steps.length === 0 && errors.length > 0) throw hopeless(situation, plan, errors)
  const moves = plan.steps.filter((step) => step.kind === 'migrate-slots')
  if (moves.length === 0) return plan
  const {cautions} = await judgeMoves(situation, moves, () => 'keys', {repairs: true})
  return {...plan, cautions: [...(plan.cautions ?? []), ...cautions]}
}

/** Asks the nodes for what the snapshot does not contain. */
async function gather(
  {session, snapshot}: Situation,
  {operations, begun, revealed, acted}: Known,
  looks: boolean,
): Promise<Omit<FixEvidence, 'findings' | 'intents'>> {
  const recent = [...(begun ? [begun.operation] : []), ...operations.slice(-1)]
  const [outsiders, kin, keys, hiding, atomic] = await Promise.all([
    findOutsiders(session, snapshot, operations),
    looks ? kinOf(session, snapshot, recent) : [],
    looks ? countKeys(session, snapshot) : new Map<never, never>(),
    looks ? hidingNodes(session, snapshot) : [],
    atomicMoves(session, snapshot),
  ])
  const hidden = hiding.filter((id) => !revealed.has(id))
  return {outsiders, kin, keys, hiding: hidden, atomic, vouched: acted ? [] : vouchedBy(operations, snapshot)}
}

/** Only the last interrupted operation counts: any operation since may have set the marks. */
function vouchedBy(operations: readonly JudgedOperation[], snapshot: ClusterSnapshot): SlotRange[] {
  const last = operations.at(-1)
  const isInterrupted = last?.standing === 'killed' || last?.standing === 'incomplete'
  return last && isInterrupted && last.command !== 'fix' ? vouchedSlots(last, snapshot) : []
}

function refuseLoneNode({nodes}: ClusterSnapshot): void {
  const [only, ...others] = nodes
  if (!only || others.length > 0 || only.slots.length > 0) return
  throw new ClusterToolError(
    'REFUSED',
    `${only.address} does not belong to a cluster; nothing was changed.`,
    {
      hints: ['To create one: clustertool create'],
    },
  )
}

function hopeless(
  {snapshot, explain}: Situation,
  {cautions = []}: Plan,
  errors: readonly Finding[],
): ClusterToolError {
  const byHand = errors.filter(({code}) => REMEDIES[code].length === 0 || cautions.length === 0)
  return new ClusterToolError('UNHEALTHY', 'Some damage has no safe remedy; nothing was changed.', {
    hints: [...cautions.flatMap(({message, advice}) => [message, advice]), ...explain(snapshot, byHand)],
    details: [...errors, ...cautions],
  })
}
