import {operationName} from '../../domain/operation-words.js'
import {type JudgedOperation, movedBy} from '../../domain/operation.js'
import {countSlots} from '../../domain/slot.js'
import {tableText} from '../../report/table.js'
import {printable} from '../../report/words.js'

/** The operations on a cluster, one row each, and what is wrong with journals that could not be read. */
export function historyText({
  operations,
  problems,
}: {
  readonly operations: readonly JudgedOperation[]
  readonly problems: readonly string[]
}): string {
  const rows = operations.map((operation) => [
    operation.startedAt.replace(/\.\d+Z$/, 'Z'),
    operation.command,
    operation.standing,
    operation.milliseconds === undefined ? '-' : `${(operation.milliseconds / 1000).toFixed(1)} s`,
    `${countSlots(movedBy(operation))}`,
    `${operation.host} ${operation.pid}`,
    operation.id,
  ])
  const table =
    rows.length === 0
      ? 'No operation on this cluster is recorded on this machine.'
      : tableText(['started', 'command', 'outcome', 'took', 'slots moved', 'by', 'operation'], rows)
  return [table, ...problems.map((problem) => `Not read: ${printable(problem)}`)].join('\n')
}

/** The result of a dismissal. */
export function dismissedText(operation: JudgedOperation): string {
  return operation.dismissed
    ? `${operationName(operation)} was already dismissed.`
    : `Dismissed: ${operationName(operation)}. resume and fix ignore it from now on. The rest of it stays undone.`
}
