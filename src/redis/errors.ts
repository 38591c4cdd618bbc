import {isBug} from '../domain/bug.js'
import {ClusterToolError} from '../domain/errors.js'
import {connectionReason, type Limits} from './connection-reason.js'

/**
 * A connection failed, or there was no answer in time. The message gives the reason, for a sentence that names the
 * server.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** A server answered a command with an error; the message is its reply. */
export class ReplyRefused extends Error {
  override readonly name = 'ReplyRefused'

  /** First word of the reply: `WRONGPASS`, `NOPERM`, `ERR`, … */
  get code(): string {
    return /^[A-Z]+/.exec(this.message)?.[0] ?? ''
  }
}

/** An error that any command can cause, because of a server or the network, as opposed to a bug. */
export type ServerError = ConnectionLost | ReplyRefused

/** Whether a server did not answer, or answered with an error. Another server, or a later attempt, may succeed. */
export function isServerError(error: unknown): error is ServerError {
  return error instanceof ConnectionLost || error instanceof ReplyRefused
}

/** For `catch`: returns `instead` if a server refused or did not answer; throws anything else. */
export function whenServerError<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isServerError(error)) return instead
    throw error
  }
}

/** For `catch`: returns undefined if a server refused; throws anything else. */
export function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ReplyRefused)) throw error
}

/** Turns an error of ioredis or a socket into one of the two kinds. Does not change bugs and errors for the user. */
export function toServerError(error: unknown, limits: Limits): unknown {
  if (isServerError(error) || error instanceof ClusterToolError || isBug(error)) return error
  if (!(error instanceof Error)) return error
  if (error.name === 'ReplyError') return new ReplyRefused(error.message)
  return new ConnectionLost(connectionReason(error, limits), {cause: error})
}
