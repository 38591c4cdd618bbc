/** The limits that applied, for the reason; times in milliseconds. */
export type Limits = {
  readonly connectTimeoutMs: number
  readonly commandTimeoutMs: number
  /** Anything but undefined if TLS was requested. */
  readonly tls?: object | undefined
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EADDRNOTAVAIL: 'that address cannot be used from here',
}

/**
 * Why a connection failed, or why clustertool cannot talk to what answers there; for a sentence that names the
 * server.
 */
export function connectionReason(error: unknown, limits: Limits): string {
  const {message, code} = rootOf(error)
  const reason =
    closedReason(code, message, limits) ??
    REASONS[code ?? ''] ??
    timeoutReason(code ?? message, limits) ??
    protocolReason(message)
  return reason ?? message
}

/** Whether a server closed an open connection instead of answering. */
export function isClosed(error: unknown): boolean {
  return rootOf(error).message.startsWith('Connection is closed')
}

function timeoutReason(text: string, {connectTimeoutMs, commandTimeoutMs, tls}: Limits): string | undefined {
  if (/timed out/i.test(text))
    return `it accepted the connection but did not answer within ${commandTimeoutMs} ms`
  if (!text.includes('ETIMEDOUT')) return undefined
  // A plain port accepts the connection and waits for a command, so it never answers a TLS handshake.
  return tls
    ? `no TLS connection within ${connectTimeoutMs} ms: does it use TLS on that port?`
    : `no connection within ${connectTimeoutMs} ms`
}

/**
 * A server that closes a connection without a word expects another kind of connection; a cluster bus port accepts
 * none of ours.
 */
function closedReason(code: string | undefined, message: string, {tls}: Limits): string | undefined {
  const refused = /alert (certificate required|handshake failure|bad certificate|unknown ca)/i.exec(message)
  if (tls && refused) {
    return `it ended the TLS handshake (${refused[1]}): it may require a client certificate (--cert and --key)`
  }
  const isClosed = code === 'ECONNRESET' || code === 'EPIPE' || message.startsWith('Connection is closed')
  if (!isClosed) return undefined
  return tls
    ? 'it closed the TLS connection: it may require a client certificate (--cert and --key), or the port may be a cluster bus port'
    : 'it closed the connection: it may require TLS (--tls), or the port may be a cluster bus port'
}

function protocolReason(message: string): string | undefined {
  if (/self-signed certificate|unable to (verify|get) .*(certificate|issuer)/i.test(message)) {
    return `its certificate is not trusted (${message}): pass the certificate of its authority with --cacert`
  }
  if (/^Protocol error|Unknown RESP type/.test(message)) return 'it is not a Redis or Valkey server'
  return /wrong version number|packet length too long/i.test(message)
    ? 'it does not use TLS on that port (if it announces its plain port, map it with --address-map)'
    : undefined
}

/** Happy-eyeballs failures arrive as an AggregateError; the first cause is the most useful one. */
function rootOf(error: unknown): {message: string; code: string | undefined} {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  if (!(first instanceof Error)) return {message: String(first), code: undefined}
  return {message: first.message, code: (first as NodeJS.ErrnoException).code}
}
