/** First word of an error reply (`WRONGPASS`, `NOPERM`, `ERR`, …), or undefined for a failed connection. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  return /^[A-Z]+/.exec(error.message)?.[0]
}

/** Why a node could not be read: `auth` and `not-cluster` are about the node, `unreachable` about the way to it. */
type FailureKind = 'unreachable' | 'auth' | 'not-cluster' | 'loading' | 'refused'

export type Failure = {readonly kind: FailureKind; readonly reason: string}

/** Limits that were in force, in milliseconds, to be named in the reason. */
export type Limits = {readonly connectTimeoutMs: number; readonly commandTimeoutMs: number}

/** Puts an error of the connection or of the first commands into words that say what was wrong. */
export function toFailure(error: unknown, limits: Limits): Failure {
  const code = replyCode(error)
  return code === undefined ? connectionFailure(error, limits) : replyFailure(code, (error as Error).message)
}

function replyFailure(code: string, message: string): Failure {
  if (code === 'NOAUTH') {
    return {
      kind: 'auth',
      reason: 'it asks for a password and none was given (--pass, --askpass or REDISCLI_AUTH)',
    }
  }
  if (code === 'WRONGPASS' || /invalid password/i.test(message)) {
    return {kind: 'auth', reason: 'wrong user name or password'}
  }
  if (code === 'NOPERM') return {kind: 'auth', reason: `this user may not do what is needed: ${message}`}
  if (code === 'LOADING') return {kind: 'loading', reason: 'it is still loading its data into memory'}
  if (/cluster support disabled/i.test(message) || /unknown command.*cluster/i.test(message)) {
    return {kind: 'not-cluster', reason: 'it is not a cluster node (cluster-enabled is no)'}
  }
  return {kind: 'refused', reason: `it answered: ${message}`}
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ECONNRESET: 'it closed the connection (a server that wants TLS does that to plain clients)',
  EADDRNOTAVAIL: 'that address cannot be used from here',
}

function connectionFailure(error: unknown, {connectTimeoutMs, commandTimeoutMs}: Limits): Failure {
  const {message, code} = rootOf(error)
  return {kind: 'unreachable', reason: REASONS[code ?? ''] ?? describe()}

  function describe(): string {
    if (code === 'ETIMEDOUT' || /ETIMEDOUT/.test(message))
      return `no connection within ${connectTimeoutMs} ms`
    if (/timed out/i.test(message))
      return `it took the connection but did not answer within ${commandTimeoutMs} ms`
    if (message.startsWith('Connection is closed')) {
      return 'it closed the connection (a server that wants TLS does that to plain clients)'
    }
    if (/Protocol error|wrong version number|packet length too long/i.test(message))
      return protocolReason(message)
    return message
  }
}

function protocolReason(message: string): string {
  if (message.startsWith('Protocol error')) return 'what answers there is not a Redis or Valkey server'
  return 'it does not speak TLS on that port (if it announces its plain port, map it with --address-map)'
}

/** Happy-eyeballs failures arrive as an AggregateError; the first cause says most. */
function rootOf(error: unknown): {message: string; code: string | undefined} {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  if (!(first instanceof Error)) return {message: String(first), code: undefined}
  return {message: first.message, code: (first as NodeJS.ErrnoException).code}
}
