import type {Move} from '../domain/move.js'
import type {JudgedOperation, TakenUp} from '../domain/operation.js'
import type {Step} from '../domain/step.js'
import {countSlots, intersectRanges} from '../domain/slot.js'

/** The operation to continue, or why there is none. */
export type TakeUpChoice =
  | {readonly kind: 'take'; readonly taken: TakenUp}
  /** No operation was interrupted that is not over; `over` is the last one that a later operation superseded. */
  | {readonly kind: 'none'; readonly over: JudgedOperation | undefined}
  | {readonly kind: 'running'; readonly operation: JudgedOperation}
  /** Others came after the last one, and the user has not named it. */
  | {readonly kind: 'followed'; readonly taken: TakenUp}
  | {readonly kind: 'ended'; readonly operation: JudgedOperation}
  | {readonly kind: 'unknown'}

/** Chooses from the operations on a cluster, oldest first; `wanted` is the id that the user gave. */
export function chooseUnfinished(
  operations: readonly JudgedOperation[],
  wanted: string | undefined,
): TakeUpChoice {
  const running = operations.find(({standing}) => standing === 'running')
  if (running) return {kind: 'running', operation: running}
  if (wanted !== undefined) return chooseNamed(operations, wanted)
  const taken = lastInterrupted(operations)
  if (!taken) return {kind: 'none', over: operations.findLast(isSuperseded)}
  return {kind: taken.since.some((later) => isAnother(later, taken)) ? 'followed' : 'take', taken}
}

/** The last operation that was interrupted and is not over, and all that came after it. */
export function lastInterrupted(
  operations: readonly JudgedOperation[],
  counts: (operation: JudgedOperation) => boolean = () => true,
): TakenUp | undefined {
  const operation = operations.findLast(
    (one) =>
      (one.standing === 'killed' || one.standing === 'incomplete') && one.command !== 'resume' && counts(one),
  )
  return operation && {operation, since: after(operations, operation)}
}

/**
 * Whether an operation may have left keys where no client finds them. If a target dies right after a move, and its
 * replica had not heard yet that the target owned the slots, the target comes back as their owner while the replica
 * has the keys. Nothing else shows that (servers before 6.2 announce nothing at once).
 */
export function mayHaveLeftKeys({standing, command, plan}: JudgedOperation): boolean {
  if (standing !== 'killed' && standing !== 'incomplete') return false
  return command === 'fix' || plan.steps.some(({kind}) => kind === 'adopt-keys' || kind === 'migrate-slots')
}

/** Whether steps move slots to where moves were to bring them. */
export function serves(steps: readonly Step[], intents: readonly Move[]): boolean {
  return steps.some((step) => {
    if (step.kind !== 'migrate-slots' && step.kind !== 'claim-slots') return false
    const to = step.kind === 'migrate-slots' ? step.target : step.node
    return intents.some(
      ({target, ranges}) => target === to && countSlots(intersectRanges(ranges, step.ranges)) > 0,
    )
  })
}

function chooseNamed(operations: readonly JudgedOperation[], wanted: string): TakeUpChoice {
  const named = operations.find(({id}) => id === wanted)
  const operation =
    named?.command === 'resume' ? (operations.find(({id}) => id === named.of) ?? named) : named
  if (!operation) return {kind: 'unknown'}
  if (operation.status !== 'unfinished' && operation.status !== 'incomplete')
    return {kind: 'ended', operation}
  return {kind: 'take', taken: {operation, since: after(operations, operation)}}
}

function after(operations: readonly JudgedOperation[], operation: JudgedOperation): JudgedOperation[] {
  return operations.slice(operations.indexOf(operation) + 1)
}

/** Not an earlier attempt to continue it, and not a repair, which has no intention of its own. */
function isAnother({command, of}: JudgedOperation, {operation}: TakenUp): boolean {
  return command !== 'fix' && !(command === 'resume' && of === operation.id)
}

function isSuperseded({standing, command}: JudgedOperation): boolean {
  return standing === 'superseded' && command !== 'resume'
}
