import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import {operationName} from '../domain/operation-words.js'
import type {JudgedOperation, Operation} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {countSlots, formatRanges, subtractRanges} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {movedAgainBy, undoableOf} from '../planning/take-back.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {atWork, noSuchOperation, operationsOn} from './operations.js'
import {type MoveOptions, prepareMoves} from './prepare-moves.js'
import type {ResumeOutcome} from './resume.js'

export type UndoOptions = ChangeOptions &
  Pick<MoveOptions, 'method' | 'parallel'> & {
    /** Id of the operation to undo. Default: the last one that moved slots. */
    readonly operation: string | undefined
  }

/**
 * Undoes what an operation moved. Throws as `change` does, USAGE if there is no such operation, and REFUSED if some
 * of the slots have another owner now.
 */
export async function undo(
  seed: Address,
  {operation: wanted, method, parallel, ...options}: UndoOptions,
  context: ChangeContext,
): Promise<ResumeOutcome> {
  const operation = await find(seed, wanted, context)
  if (!operation) return {operation, outcome: undefined}
  const makePlan = (situation: Situation): Promise<Plan> => {
    const moves = reverse(operation)
    refuseForeign(situation.snapshot, moves)
    return prepareMoves(situation, moves, {
      method,
      parallel,
      purpose: 'resharding',
      replace: options.moving.replace,
    })
  }
  const outcome: ChangeOutcome = await change(
    {command: 'undo', seed, makePlan},
    {...options, of: operation.id},
    context,
  )
  return {operation, outcome}
}

async function find(
  seed: Address,
  wanted: string | undefined,
  {connection, stateFolder}: ChangeContext,
): Promise<JudgedOperation | undefined> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  const {operations} = await operationsOn(stateFolder, {session, snapshot})
  const operation = wanted === undefined ? undoableOf(operations) : operations.find(({id}) => id === wanted)
  if (!operation && wanted !== undefined) throw noSuchOperation(wanted)
  if (operation) refuseFollowed(operation, operations)
  return operation
}

function refuseFollowed(operation: JudgedOperation, operations: readonly JudgedOperation[]): void {
  if (operation.standing === 'running') throw atWork(operation)
  const later = movedAgainBy(operation, operations)
  if (!later) return
  throw new ClusterToolError(
    'REFUSED',
    `Some slots that ${operationName(operation)} moved were moved again by ${operationName(later)}; nothing was changed.`,
    {hints: ['Undo that operation first, or use reshard.']},
  )
}

/** The moves of an operation in reverse, the last one first. */
function reverse({plan, results}: Operation): Move[] {
  return results
    .flatMap(({index, move}): Move[] => {
      const step = plan.steps[index]
      if (step?.kind !== 'migrate-slots' || !move || move.moved.length === 0) return []
      return [{source: step.target, target: step.source, ranges: move.moved}]
    })
    .toReversed()
}

function refuseForeign(snapshot: ClusterSnapshot, moves: readonly Move[]): void {
  const problem = moves.map((move) => problemOf(snapshot, move)).find((text) => text !== undefined)
  if (problem !== undefined) throw new ClusterToolError('REFUSED', `${problem}; nothing was changed.`)
}

function problemOf(snapshot: ClusterSnapshot, {source, target, ranges}: Move): string | undefined {
  const [from, to] = [nodeById(snapshot, source), nodeById(snapshot, target)]
  const foreign = subtractRanges(ranges, from?.slots ?? [])
  const nameOf = (id: NodeId) => nodeById(snapshot, id)?.address ?? id
  if (countSlots(foreign) > 0) {
    return `Slots ${formatRanges(foreign)} no longer belong to ${nameOf(source)}, to which they were moved`
  }
  if (to?.reachable && to.role === 'primary') return undefined
  return `${nameOf(target)}, which had the slots, is no longer a reachable primary`
}
