import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {isError} from '../domain/finding.js'
import type {Operation} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import type {ChangeContext, ChangeOptions} from './change.js'
import {atomicMoves} from './damage.js'
import {fix} from './fix.js'
import {goOnWith, isForming} from './go-on.js'
import {intentsOf, operationsOn, unfinishedOf} from './operations.js'

export type ResumeOptions = Pick<ChangeOptions, 'dryRun' | 'force'>

export type ResumeOutcome = {
  /** The operation that was taken up; undefined when there is none. */
  readonly operation: Operation | undefined
  readonly outcome: ChangeOutcome | undefined
}

/**
 * Takes up the last operation on this cluster that was broken off: closes what it left open in the direction that was
 * meant, and does what it did not come to do. Where a replica has taken the place of a node since, that one is meant.
 * Throws as `change` and `fix` do.
 */
export async function resume(
  seed: Address,
  options: ResumeOptions,
  context: ChangeContext,
): Promise<ResumeOutcome> {
  const {operation, hurt, intents} = await lookFor(seed, context)
  if (!operation) return {operation, outcome: undefined}
  const shared = {...options, ...operation.options}
  if (hurt || operation.command === 'fix') {
    const consent = {withoutLostPrimaries: false, loseData: false}
    const mended = await fix(seed, {...shared, consent, intents, searchOwners: false}, context)
    const goesOn = mended.status === 'done' || mended.status === 'nothing-to-do'
    if (!goesOn || operation.command === 'fix') return {operation, outcome: mended}
  }
  const outcome = await goOnWith(operation, seed, options, context)
  return {operation, outcome}
}

async function lookFor(seed: Address, {connection, stateFolder}: ChangeContext) {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  const operation = unfinishedOf((await operationsOn(stateFolder, snapshot)).operations)
  // What the servers were told to move by themselves they go on with, also when the tool is gone.
  const moving = (await atomicMoves(session, snapshot)).size > 0
  const hurt = moving || runChecks(snapshot).some(isError)
  // A cluster that is only being made has no slots to be mended.
  const forming = operation !== undefined && isForming(operation)
  return {operation, hurt: hurt && !forming, intents: intentsOf(operation, snapshot)}
}
