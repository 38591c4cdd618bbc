import {runChecks} from '../checks/index.js'
import {type Address, parseAddress} from '../domain/address.js'
import {optionsAfter} from '../domain/control-settings.js'
import type {ControlChange} from '../domain/control.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {SavedPlan} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import type {Step} from '../domain/step.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {changesSince} from '../planning/drift.js'
import {findingsAgainst} from '../planning/guard.js'
import {withoutStrangers} from '../planning/left-to-do.js'
import {type Members, remainingSteps} from '../planning/remaining.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {tellEnd, tryNext} from './ended-early.js'
import {fix} from './fix.js'
import {readMembers} from './members.js'
import {intentsOf} from './operations.js'
import {wishOf} from '../planning/moves/methods.js'
import {judgeMoves} from './prepare-moves.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'

export type ApplyOptions = Pick<ChangeOptions, 'dryRun' | 'force'> & {
  /** How slots are moved, where it is not to be as the plan says. */
  readonly settings?: ControlChange
}

/**
 * Carries out a saved plan, or what is left of it. Slots that a killed run left open are closed first, in the
 * intended direction. Throws as `change` and `fix` do, and REFUSED with everything that has changed since the plan
 * was made.
 */
export async function apply(
  plan: SavedPlan,
  {seed: named, settings = {}, ...options}: ApplyOptions & {readonly seed: Address | undefined},
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const saved = {...plan, options: optionsAfter(plan.options, settings)}
  const seed = named ?? seedOf(saved)
  const shared = {...options, ...saved.options}
  const carryOut = () =>
    change({command: 'apply', seed, makePlan: (situation) => makePlan(saved, situation)}, shared, context)
  const intents = await leftOpen(saved, seed, context)
  if (intents) {
    const consent = {withoutLostPrimaries: false, loseData: false}
    const searchOwners = saved.command === 'fix'
    const repaired = await fix(seed, {...shared, consent, intents, searchOwners}, context)
    if (repaired.status !== 'done' && repaired.status !== 'nothing-to-do') return repaired
    if (repaired.status === 'done') {
      const outcome = await tryNext(carryOut, context)
      return typeof outcome === 'string' ? tellEnd(repaired, outcome, context) : outcome
    }
  }
  return carryOut()
}

/** The moves of the plan, if it was interrupted in the middle of a move in a state that a move cannot continue. */
async function leftOpen(
  saved: SavedPlan,
  seed: Address,
  {connection}: ChangeContext,
): Promise<Move[] | undefined> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  refuseDrift(saved, snapshot)
  const facts = saved.cluster
  const members = await readMembers(session, snapshot, {facts, steps: saved.plan.steps})
  const moves = stepsOf(saved, snapshot, members).filter((step) => step.kind === 'migrate-slots')
  const open = findingsAgainst(moves, runChecks(snapshot)).some(({code}) => code === 'slots-open')
  return open ? intentsOf(saved, snapshot) : undefined
}

function seedOf({cluster}: SavedPlan): Address {
  const known = [...cluster.nodes, ...cluster.others].find(({id}) => id === cluster.seed)
  if (!known) throw new ClusterToolError('USAGE', 'The plan does not contain the address of a node.')
  return parseAddress(known.address)
}

async function makePlan(saved: SavedPlan, situation: Situation): Promise<Plan> {
  const {session, snapshot} = situation
  refuseDrift(saved, snapshot)
  const facts = saved.cluster
  const members = await readMembers(session, snapshot, {facts, steps: saved.plan.steps})
  const steps = stepsOf(saved, snapshot, members)
  const moves = steps.filter((step) => step.kind === 'migrate-slots')
  if (moves.length === 0) return {steps, warnings: []}
  if (saved.command !== 'fix') refuseUnhealthy(situation, moves, 'resharding')
  const {cautions} = await judgeMoves(situation, moves, wishOf, {
    repairs: saved.command === 'fix',
    overwrites: saved.options.moving.replace,
  })
  return {steps, warnings: [], cautions}
}

function stepsOf({plan, cluster}: SavedPlan, now: ClusterSnapshot, members: Members): Step[] {
  return remainingSteps(withoutStrangers(plan.steps, {cluster, now, members}), members)
}

function refuseDrift(saved: SavedPlan, snapshot: ClusterSnapshot): void {
  const changes = changesSince(saved, snapshot)
  if (changes.length === 0) return
  throw new ClusterToolError(
    'REFUSED',
    `The cluster has changed since the plan was made: ${changes.join('; ')}. Nothing was changed.`,
    {hints: ['Make a new plan.'], details: changes},
  )
}
