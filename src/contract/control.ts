import type {ControlReply, ControlRequest, ControlStatus} from '../domain/control.js'
import {type CommandDocument, documentOf} from './document.js'
import type {Full} from './full.js'
import type {ControlReplyLine, ControlRequestLine} from './schemas/control.js'

const VERSION = 1

/** What a running operation is told, for a line of the protocol. */
export function requestDocument(request: ControlRequest): ControlRequestLine {
  return {version: VERSION, ...request}
}

/** What a running operation answers. */
export function replyDocument(reply: ControlReply): Full<ControlReplyLine> {
  return {version: VERSION, ...reply}
}

/** The document of `control --json`; `message`: what holds the operation back, in words. */
export function controlDocument(
  did: ControlRequest['do'],
  status: ControlStatus,
  message: string,
): CommandDocument<'control'> {
  return documentOf('control', {did, message, ...status})
}
