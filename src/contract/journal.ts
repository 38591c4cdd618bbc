import type {ControlChange} from '../domain/control.js'
import {FORMAT_VERSION, type SavedPlan} from '../domain/operation.js'
import type {Operator} from '../domain/operator.js'
import type {Event} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {Full} from './full.js'
import {settingsFields} from './control.js'
import {keyCopyDocument} from './key-copy.js'
import {savedPlanDocument} from './plan.js'
import type {BegunLine, EventLine} from './schemas/journal.js'

/** What is known about an operation before its first step. */
export type Beginning = SavedPlan & {readonly operator: Operator; readonly of: string | undefined}

/** An end that the user adds later. Older versions read it as the end of an operation that had none. */
export const DISMISSED = 'dismissed'

/** The first line; `process`: which process that is, where the system tells. */
export function begunDocument(
  {operator, of, ...saved}: Beginning,
  process: string | undefined,
): Full<BegunLine> {
  const {host, pid, startedAt} = operator
  return {
    at: now(),
    type: 'begun',
    format: 'clustertool-journal',
    version: FORMAT_VERSION,
    host,
    pid,
    process,
    processStartedAt: startedAt,
    ...savedPlanDocument(saved),
    of,
  }
}

/** The line of an event; undefined of what is only for displays. */
export function eventDocument(event: Event): Full<EventLine> | undefined {
  switch (event.type) {
    case 'step-started':
      return {at: now(), type: 'step-started', step: event.index}
    case 'slots-opening':
    case 'slots-moved':
      return {at: now(), type: event.type, step: event.index, ranges: event.ranges}
    case 'key-copying':
      return {at: now(), type: event.type, step: event.index, copy: keyCopyDocument(event.copy)}
    case 'step-finished': {
      const {status, error, move} = event.result
      return {at: now(), type: 'step-finished', step: event.index, status, error, move}
    }
    default:
      return undefined
  }
}

/** The line of settings that were changed while it runs; `by`: who did it. */
export function settingsDocument(by: string, change: ControlChange): Full<EventLine> {
  return {at: now(), type: 'settings-changed', by, settings: settingsFields(change)}
}

/** The last line, or the line that dismisses an operation. */
export function endedDocument(status: Status | typeof DISMISSED): Full<EventLine> {
  return {at: now(), type: 'ended', status}
}

function now(): string {
  return new Date().toISOString()
}
