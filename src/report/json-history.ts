import type {Operation} from '../domain/operation.js'
import {movedSlots} from './history-text.js'
import type {HistoryJson} from './json-types.js'

/** Operations on a cluster for scripts. */
export function historyDocument({
  operations,
  problems,
}: {
  readonly operations: readonly Operation[]
  readonly problems: readonly string[]
}): HistoryJson {
  return {
    operations: operations.map((operation) => ({
      id: operation.id,
      command: operation.command,
      status: operation.status,
      startedAt: operation.startedAt,
      milliseconds: operation.milliseconds,
      host: operation.host,
      pid: operation.pid,
      of: operation.of,
      slotsMoved: movedSlots(operation),
    })),
    problems,
  }
}
