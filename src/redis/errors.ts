import {isBug} from '../domain/bug.js'
import {ClusterToolError} from '../domain/errors.js'
import {connectionReason, type Limits} from './connection-reason.js'

/** A connection that failed, or did not answer in time; the message says how, for a sentence that names the server. */
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

/** What a server or the way to it does to any command, and no bug of ours. */
export type ServerError = ConnectionLost | ReplyRefused

/** Whether a server did not answer, or answered with an error: another one, or the same in a moment, may do better. */
export function isServerError(error: unknown): error is ServerError {
  return error instanceof ConnectionLost || error instanceof ReplyRefused
}

/** For `catch`: stands for the answer of a server that refused or did not answer; throws anything else. */
export function whenServerError<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isServerError(error)) return instead
    throw error
  }
}

/** For `catch`: undefined stands for the answer of a server that refused; throws anything else. */
export function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ReplyRefused)) throw error
}

/** Makes one of the two kinds of what ioredis or a socket threw; bugs and errors for the user stay what they are. */
export function toServerError(error: unknown, limits: Limits): unknown {
  if (isServerError(error) || error instanceof ClusterToolError || isBug(error)) return error
  if (!(error instanceof Error)) return error
  if (error.name === 'ReplyError') return new ReplyRefused(error.message)
  return new ConnectionLost(connectionReason(error, limits), {cause: error})
}
