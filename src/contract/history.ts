import {type JudgedOperation, movedBy} from '../domain/operation.js'
import {countSlots} from '../domain/slot.js'
import {type CommandDocument, documentOf} from './document.js'

/** The document of `history --json`: operations on a cluster, and the one that was dismissed just now. */
export function historyDocument({
  operations,
  problems,
  dismissed,
}: {
  readonly operations: readonly JudgedOperation[]
  readonly problems: readonly string[]
  readonly dismissed?: string | undefined
}): CommandDocument<'history'> {
  return documentOf('history', {operations: operations.map(operationEntry), problems, dismissed})
}

/** An operation as it was written down, and how it stands. */
export function operationEntry(
  operation: JudgedOperation,
): CommandDocument<'history'>['outcome']['operations'][number] {
  return {
    id: operation.id,
    command: operation.command,
    status: operation.status,
    standing: operation.standing,
    supersededBy: operation.supersededBy,
    startedAt: operation.startedAt,
    milliseconds: operation.milliseconds,
    host: operation.host,
    pid: operation.pid,
    of: operation.of,
    slotsMoved: countSlots(movedBy(operation)),
  }
}
