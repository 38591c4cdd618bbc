import {runChecks} from '../checks/index.js'
import {type Address, formatAddress} from '../domain/address.js'
import {optionsAfter} from '../domain/control-settings.js'
import type {ControlChange} from '../domain/control.js'
import {ClusterToolError} from '../domain/errors.js'
import {isError} from '../domain/finding.js'
import type {ConflictPolicy} from '../domain/move.js'
import {operationName, sinceLines} from '../domain/operation-words.js'
import type {JudgedOperation, TakenUp} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {keptSettings} from '../planning/kept-settings.js'
import {chooseUnfinished, mayHaveLeftKeys} from '../planning/take-up.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import type {ChangeContext, ChangeOptions} from './change.js'
import {atomicMoves, hasStrayKeys} from './damage.js'
import {tellEnd, tryNext} from './ended-early.js'
import {fix} from './fix.js'
import {type GoingOn, goingOn, goOnWith} from './go-on.js'
import {atWork, intentsOf, noSuchOperation, operationsOn} from './operations.js'

export type ResumeOptions = Pick<ChangeOptions, 'dryRun' | 'force'> & {
  /** Id of the operation to continue. Default: the last one, if no other one followed it. */
  readonly operation?: string | undefined
  /** What to do about different copies of a key. Default: as the operation was told. */
  readonly conflicts?: ConflictPolicy | undefined
  /** How slots are moved, where it is not to be as the operation was told last. */
  readonly settings?: ControlChange | undefined
}

export type ResumeOutcome = {
  /** The operation that was resumed; undefined if there is none. */
  readonly operation: JudgedOperation | undefined
  /** If there is none: the last interrupted one, which a later one superseded. */
  readonly over?: JudgedOperation | undefined
  readonly outcome: ChangeOutcome | undefined
}

/**
 * Resumes the last interrupted operation on this cluster: closes the slots that it left open in the intended
 * direction, and does the remaining steps. A replica that took over from a node since takes its role. Throws as
 * `change` and `fix` do, REFUSED if the operation is running or others followed it, and USAGE if there is no
 * operation with that id.
 */
export async function resume(
  seed: Address,
  {operation: wanted, conflicts, settings, ...options}: ResumeOptions,
  context: ChangeContext,
): Promise<ResumeOutcome> {
  const {goesOn: found, over, hurt, intents} = await lookFor(seed, wanted, context)
  const goesOn = found && withSettings(found, {conflicts, settings})
  if (!goesOn) return {operation: undefined, over, outcome: undefined}
  const {forming: _forming, ...takenUp} = goesOn
  const {operation} = takenUp
  const shared = {...options, ...operation.options}
  if (hurt || operation.command === 'fix') {
    const consent = {withoutLostPrimaries: false, loseData: false}
    const searchOwners = operation.command === 'fix'
    const wishes = {...shared, consent, intents, takenUp, of: operation.id, searchOwners}
    const repaired = await fix(seed, wishes, context)
    const isWell = repaired.status === 'done' || repaired.status === 'nothing-to-do'
    if (!isWell || operation.command === 'fix') return {operation, outcome: repaired}
    if (repaired.status === 'done') {
      const outcome = await tryNext(() => goOnWith(goesOn, seed, options, context), context)
      return {operation, outcome: typeof outcome === 'string' ? tellEnd(repaired, outcome, context) : outcome}
    }
  }
  return {operation, outcome: await goOnWith(goesOn, seed, options, context)}
}

/** What the user says now comes before what was changed while it ran, and that before its command line. */
function withSettings(
  goesOn: GoingOn,
  {conflicts, settings = {}}: Pick<ResumeOptions, 'conflicts' | 'settings'>,
): GoingOn {
  const {operation} = goesOn
  const isKept = ([name]: readonly [string, unknown]) => !Object.hasOwn(settings, name)
  const kept: ControlChange = Object.fromEntries(Object.entries(keptSettings(goesOn)).filter(isKept))
  const options = optionsAfter(operation.options, {...kept, ...settings})
  const moving = {...options.moving, conflicts: conflicts ?? options.moving.conflicts}
  const isSame = Object.keys(kept).length === 0
  return {...goesOn, operation: {...operation, options: {...options, moving}}, ...(!isSame && {kept})}
}

type Unfinished = {
  readonly goesOn: GoingOn | undefined
  readonly over: JudgedOperation | undefined
  readonly hurt: boolean
  readonly intents: ReturnType<typeof intentsOf>
}

async function lookFor(
  seed: Address,
  wanted: string | undefined,
  {connection, stateFolder}: ChangeContext,
): Promise<Unfinished> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  const {operations} = await operationsOn(stateFolder, {session, snapshot})
  const {taken, over} = choose(seed, operations, wanted)
  if (!taken) return {goesOn: undefined, over, hurt: false, intents: []}
  const goesOn = goingOn(taken, snapshot)
  // The servers continue atomic moves also after clustertool has ended.
  const moving = (await atomicMoves(session, snapshot)).size > 0
  // Also if all else is well: keys may be on a replica that took over from a target.
  const looks = mayHaveLeftKeys(taken.operation) && !goesOn.forming
  const strays = looks && (await hasStrayKeys(session, snapshot))
  const hurt = moving || strays || runChecks(snapshot).some(isError)
  // A cluster that is being created has no slots to repair.
  return {goesOn, over, hurt: hurt && !goesOn.forming, intents: intentsOf(taken.operation, snapshot)}
}

function choose(
  seed: Address,
  operations: readonly JudgedOperation[],
  wanted: string | undefined,
): {readonly taken: TakenUp | undefined; readonly over: JudgedOperation | undefined} {
  const choice = chooseUnfinished(operations, wanted)
  switch (choice.kind) {
    case 'take':
      return {taken: choice.taken, over: undefined}
    case 'none':
      return {taken: undefined, over: choice.over}
    case 'running':
      throw atWork(choice.operation)
    case 'followed':
      throw followed(seed, choice.taken)
    case 'ended':
      throw new ClusterToolError(
        'REFUSED',
        `${operationName(choice.operation)} is already done; there is nothing to continue.`,
      )
    case 'unknown':
      throw noSuchOperation(wanted)
  }
}

function followed(seed: Address, {operation, since}: TakenUp): ClusterToolError {
  const [host, {id}] = [formatAddress(seed), operation]
  return new ClusterToolError(
    'REFUSED',
    `The last interrupted operation is ${operationName(operation)}, and other operations followed it; nothing was changed.`,
    {
      hints: [
        ...sinceLines(since),
        `To continue it anyway: clustertool resume ${host} --operation ${id}`,
        `To ignore it from now on: clustertool history ${host} --dismiss ${id}`,
      ],
      details: [operation, ...since].map((one) => ({
        id: one.id,
        command: one.command,
        standing: one.standing,
      })),
    },
  )
}
