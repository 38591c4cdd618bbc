import {type Limits, toFailure} from './failure.js'

/** A connection that failed, or did not answer in time; the message says how, for a sentence that names the server. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

/** What a connection failed with, in words; error replies are handed back as they are. */
export function toLoss(error: Error, limits: Limits): Error {
  if (error.name === 'ReplyError' || error instanceof ConnectionLost) return error
  return new ConnectionLost(toFailure(error, limits).reason, {cause: error})
}
