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
      ? 'Nothing was done to this cluster from this machine.'
      : tableText(['started', 'command', 'outcome', 'took', 'slots moved', 'by', 'operation'], rows)
  return [table, ...problems.map((problem) => `Not read: ${printable(problem)}`)].join('\n')
}

/** The result of a dismissal. */
export function dismissedText(operation: JudgedOperation): string {
  return operation.dismissed
    ? `${operationName(operation)} was dismissed before.`
    : `Dismissed: ${operationName(operation)}. resume and fix leave it alone from now on; what it left undone stays so.`
}
