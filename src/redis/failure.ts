/** First word of an error reply (`WRONGPASS`, `NOPERM`, `ERR`, …), or undefined for a failed connection. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  return /^[A-Z]+/.exec(error.message)?.[0]
}

/** The server's error reply, or undefined for a failed connection. */
export function errorReply(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ReplyError' ? error.message : undefined
}

/** Why a node that was reached gave no answer, in words. */
export function silenceReason(error: unknown, limits: Limits): string {
  const {message} = rootOf(error)
  if (message.startsWith('Connection is closed')) return 'it closed the connection without an answer'
  return connectionFailure(error, limits).reason
}

/** Why a node could not be read: `auth` and `not-cluster` are about the node, `unreachable` about the way to it. */
type FailureKind = 'unreachable' | 'auth' | 'not-cluster' | 'loading' | 'refused'

export type Failure = {readonly kind: FailureKind; readonly reason: string}

/** What was in force, to be named in the reason; times in milliseconds. */
export type Limits = {
  readonly connectTimeoutMs: number
  readonly commandTimeoutMs: number
  /** Anything but undefined when TLS was asked for. */
  readonly tls?: object | undefined
}

/** Puts an error of the connection or of the first commands into words that say what was wrong. */
export function toFailure(error: unknown, limits: Limits): Failure {
  const code = replyCode(error)
  return code === undefined ? connectionFailure(error, limits) : replyFailure(code, (error as Error).message)
}

/** The same for a node that refused to tell its view, and told what it is. */
export function toViewFailure(
  error: unknown,
  limits: Limits,
  info: {readonly sentinel?: boolean} = {},
): Failure {
  if (!info.sentinel) return toFailure(error, limits)
  return {kind: 'not-cluster', reason: 'it is a Sentinel, which watches servers; name a node of the cluster'}
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
  EADDRNOTAVAIL: 'that address cannot be used from here',
}

function connectionFailure(error: unknown, limits: Limits): Failure {
  const {message, code} = rootOf(error)
  const reason =
    closedReason(code, message, limits) ??
    REASONS[code ?? ''] ??
    timeoutReason(code ?? message, limits) ??
    protocolReason(message)
  return {kind: 'unreachable', reason: reason ?? message}
}

function timeoutReason(text: string, {connectTimeoutMs, commandTimeoutMs, tls}: Limits): string | undefined {
  if (/timed out/i.test(text))
    return `it took the connection but did not answer within ${commandTimeoutMs} ms`
  if (!text.includes('ETIMEDOUT')) return undefined
  // A plain port takes the connection and waits for a command, so a TLS handshake with it is never answered.
  return tls
    ? `no TLS connection within ${connectTimeoutMs} ms: does it speak TLS on that port?`
    : `no connection within ${connectTimeoutMs} ms`
}

/** Who closes a connection without a word wants another one; a cluster bus port wants none of ours. */
function closedReason(code: string | undefined, message: string, {tls}: Limits): string | undefined {
  const refused = /alert (certificate required|handshake failure|bad certificate|unknown ca)/i.exec(message)
  if (tls && refused) {
    return `it ended the TLS handshake (${refused[1]}): a server that wants a client certificate does that (--cert and --key)`
  }
  const isClosed = code === 'ECONNRESET' || code === 'EPIPE' || message.startsWith('Connection is closed')
  if (!isClosed) return undefined
  return tls
    ? 'it closed the TLS connection: a server that wants a client certificate does that (--cert and --key), and so does a cluster bus port'
    : 'it closed the connection: a server that wants TLS (--tls) does that to plain clients, and so does a cluster bus port'
}

function protocolReason(message: string): string | undefined {
  if (/self-signed certificate|unable to (verify|get) .*(certificate|issuer)/i.test(message)) {
    return `its certificate is not trusted (${message}): name the authority that signed it with --cacert`
  }
  if (/^Protocol error|Unknown RESP type/.test(message))
    return 'what answers there is not a Redis or Valkey server'
  return /wrong version number|packet length too long/i.test(message)
    ? 'it does not speak TLS on that port (if it announces its plain port, map it with --address-map)'
    : undefined
}

/** Happy-eyeballs failures arrive as an AggregateError; the first cause says most. */
function rootOf(error: unknown): {message: string; code: string | undefined} {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  if (!(first instanceof Error)) return {message: String(first), code: undefined}
  return {message: first.message, code: (first as NodeJS.ErrnoException).code}
}
