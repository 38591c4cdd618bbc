import {type JudgedOperation, movedBy, type Operation} from '../domain/operation.js'
import {countSlots, intersectRanges} from '../domain/slot.js'

const UNDOABLE: ReadonlySet<string> = new Set(['reshard', 'rebalance', 'apply', 'resume'])

/** The last operation that moved slots and was not undone since. */
export function undoableOf(operations: readonly JudgedOperation[]): JudgedOperation | undefined {
  return operations.findLast(
    (operation) =>
      UNDOABLE.has(operation.command) && movedBy(operation).length > 0 && !isTakenBack(operation, operations),
  )
}

/** A later operation that moved some of the same slots and was not undone; undefined if there is none. */
export function movedAgainBy(
  operation: JudgedOperation,
  operations: readonly JudgedOperation[],
): JudgedOperation | undefined {
  const moved = movedBy(operation)
  return operations.findLast(
    (later) =>
      later.id > operation.id &&
      later.command !== 'undo' &&
      countSlots(intersectRanges(movedBy(later), moved)) > 0 &&
      !isTakenBack(later, operations),
  )
}

function isTakenBack({id}: Operation, operations: readonly Operation[]): boolean {
  return operations.some((other) => other.command === 'undo' && other.of === id && other.status === 'done')
}
