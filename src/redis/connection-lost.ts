import {isBug} from '../domain/bug.js'
import {ClusterToolError} from '../domain/errors.js'
import {type Limits, toFailure} from './failure.js'

/** A connection that failed, or did not answer in time; the message says how, for a sentence that names the server. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

const LOSS_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])

/** Whether an error says that a connection failed, in the words of ioredis, of the system, or in ours. */
export function isLoss(error: unknown): error is Error {
  if (error instanceof ConnectionLost) return true
  if (!(error instanceof Error) || error.name === 'ReplyError') return false
  if (LOSS_CODES.has((error as NodeJS.ErrnoException).code)) return true
  return /^(Connection is closed|Command timed out|Stream isn't writeable)/.test(error.message)
}

/** What a connection failed with, in words; error replies, errors for the user and bugs of ours are handed back as they are. */
export function toLoss(error: unknown, limits: Limits): unknown {
  if (error instanceof ConnectionLost || error instanceof ClusterToolError) return error
  if (!(error instanceof Error) || error.name === 'ReplyError') return error
  if (isBug(error)) return error
  return new ConnectionLost(toFailure(error, limits).reason, {cause: error})
}

/** Waits for what a connection does, and rejects with ConnectionLost where that failed. */
export async function namingLoss<T>(work: Promise<T>, limits: Limits): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw toLoss(error, limits)
  }
}

/** Whether a server did not answer, or answered with an error: another one, or the same in a moment, may do better. */
export function isAway(error: unknown): error is Error {
  return error instanceof ConnectionLost || (error instanceof Error && error.name === 'ReplyError')
}

/** For `catch`: stands for the answer of a server that is away; throws anything else. */
export function whenAway<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isAway(error)) return instead
    throw error
  }
}
