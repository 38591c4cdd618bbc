import type {
  ControlChange,
  ControlReply,
  ControlRequest,
  ControlStatus,
  ControlVerbRequest,
} from '../domain/control.js'
import {type CommandDocument, documentOf} from './document.js'
import type {Full} from './full.js'
import type {
  ControlReplyLine,
  ControlRequestLine,
  RunningFields,
  SettingsChangeFields,
} from './schemas/control.js'

const VERSION = 1

/** What a running operation is told, for a line of the protocol. */
export function requestDocument(request: ControlRequest): ControlRequestLine {
  return {version: VERSION, ...request}
}

/** What a running operation answers. */
export function replyDocument(reply: ControlReply): Full<ControlReplyLine> {
  return {version: VERSION, ...reply}
}

/** Settings that were changed, with all that a document may leave out. */
export function settingsFields(change: ControlChange): Full<SettingsChangeFields> {
  const {maxPauseMs, window, pipeline, rate, parallel, throttle, hours} = change
  return {maxPauseMs, window, pipeline, rate, parallel, throttle, hours}
}

/** What running operations say about themselves, within another document. */
export function runningFields(running: readonly ControlStatus[]): Full<RunningFields>[] {
  return running.map(({operation, state, hold}) => ({...operation, state, hold}))
}

/** The document of `control --json`; `message`: what holds the operation back, in words. */
export function controlDocument(
  did: ControlVerbRequest['do'],
  status: ControlStatus,
  message: string,
): CommandDocument<'control'> {
  return documentOf('control', {did, message, ...status})
}
