import {isClosed} from './connection-reason.js'
import {ConnectionLost, ReplyRefused, type ServerError} from './errors.js'

/** Why a node could not be read: `auth` and `not-cluster` are about the node, `unreachable` about the network. */
type FailureKind = 'unreachable' | 'auth' | 'not-cluster' | 'loading' | 'refused'

export type Failure = {readonly kind: FailureKind; readonly reason: string}

/** Describes what went wrong with the connection or the first commands, and what to do. */
export function toFailure(error: ServerError): Failure {
  if (error instanceof ReplyRefused) return replyFailure(error)
  return {kind: 'unreachable', reason: error.message}
}

/** For a node that refused its view, but said what it is. */
export function toViewFailure(error: ReplyRefused, info: {readonly sentinel?: boolean} = {}): Failure {
  if (!info.sentinel) return toFailure(error)
  return {kind: 'not-cluster', reason: 'it is a Sentinel; name a node of the cluster'}
}

/** Why a node that was reached did not answer. */
export function silenceReason({message, cause}: ConnectionLost): string {
  return isClosed(cause) ? 'it closed the connection without an answer' : message
}

function replyFailure({code, message}: ReplyRefused): Failure {
  if (code === 'NOAUTH') {
    return {
      kind: 'auth',
      reason: 'it asks for a password and none was given (--pass, --askpass or REDISCLI_AUTH)',
    }
  }
  if (code === 'WRONGPASS' || /invalid password/i.test(message)) {
    return {kind: 'auth', reason: 'wrong user name or password'}
  }
  if (code === 'NOPERM') return {kind: 'auth', reason: `this user lacks a permission: ${message}`}
  if (code === 'LOADING') return {kind: 'loading', reason: 'it is still loading its data into memory'}
  if (/cluster support disabled/i.test(message) || /unknown command.*cluster/i.test(message)) {
    return {kind: 'not-cluster', reason: 'it is not a cluster node (cluster-enabled is no)'}
  }
  return {kind: 'refused', reason: `it answered: ${message}`}
}
