import type {JournalEvent} from '../domain/journal-event.js'
import type {Full} from './full.js'
import type {HistoryEventFields} from './schemas/history-event.js'

/** The line of an event for history --follow --json. */
export function historyEventDocument(event: JournalEvent): Full<HistoryEventFields> {
  const {time, type, operation} = event
  const {id, command, host, pid, plan} = operation
  const head = {time, operation: id, command, host, pid}
  const total = plan.steps.length
  switch (type) {
    case 'running':
    case 'begun':
      return {...head, type, total}
    case 'step-started':
      return {...head, type, step: event.step, total}
    case 'slots-opening':
    case 'slots-moved':
      return {...head, type, step: event.step, total, ranges: event.ranges}
    case 'step-finished':
      return {...head, type, step: event.step, total, status: event.status, error: event.error}
    case 'ended':
      return {...head, type, status: event.status}
    case 'killed':
      return {...head, type}
    default:
      return type satisfies never
  }
}
