import type {ConnectionOptions as TlsOptions} from 'node:tls'
import {Redis} from 'ioredis'
import type {Address} from '../domain/address.js'
import type {ZoneRule} from '../domain/layout.js'
import {type AddressRule, toReachable} from './address-map.js'
import {answerInTime} from './answer-in-time.js'
import type {Limits} from './connection-reason.js'

/** How to connect to every node of a cluster; the credentials are the same for all nodes. */
export type ConnectionOptions = Limits & {
  readonly user: string | undefined
  readonly password: string | undefined
  readonly tls: TlsOptions | undefined
  readonly addressMap: readonly AddressRule[]
  /** Zones of nodes that do not report theirs. */
  readonly zones?: readonly ZoneRule[]
  /** The name of each connection (CLIENT SETNAME). */
  readonly connectionName?: string
  /** Return integers in replies as text: they may have 64 bits, and a JavaScript number holds 53. */
  readonly exactNumbers?: boolean
  /** Ends an attempt to connect when it is aborted. */
  readonly signal?: AbortSignal
}

/**
 * Connects and authenticates. Never reconnects, because callers must know when a connection is lost. Uses RESP2, because
 * every version supports it and HELLO would cost a round trip. Rejects with errors of ioredis. All other code uses Wire,
 * which makes typed errors of them.
 */
export async function connect(address: Address, options: ConnectionOptions): Promise<Redis> {
  // Only host and port: a typed address may contain credentials, with which ioredis would log in by itself.
  const {host, port} = toReachable(address, options.addressMap)
  const redis = new Redis({
    host,
    port,
    protocol: 2,
    lazyConnect: true,
    retryStrategy: () => undefined,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    stringNumbers: options.exactNumbers ?? false,
    autoResendUnfulfilledCommands: false,
    // The limits of ioredis also count the time in which this program does something else: see answerInTime.
    connectTimeout: 0,
    ...(options.tls && {tls: options.tls}),
  })
  let lastError: unknown
  redis.on('error', (error) => (lastError = error))
  const abandon = () => disconnect(redis)
  options.signal?.addEventListener('abort', abandon)
  try {
    await answerInTime(redis.connect(), {
      limitMs: options.connectTimeoutMs,
      heard: () => heardFrom(redis),
      onLate: () => new Error('connect ETIMEDOUT'),
    })
    const login = await authenticate(redis, options)
    if (login) logins.set(redis, login)
    // The answer is not awaited, because replies come in order. If it is refused, the name is missing in CLIENT LIST.
    if (options.connectionName !== undefined) {
      redis.call('CLIENT', 'SETNAME', options.connectionName).catch(() => undefined)
    }
  } catch (error) {
    disconnect(redis)
    throw replacesVagueError(error) ? (lastError ?? error) : error
  } finally {
    options.signal?.removeEventListener('abort', abandon)
  }
  return redis
}

/** How many bytes a server has sent on this connection. */
function heardFrom({stream}: Redis): number {
  // There is no socket yet while the name of the host is looked up.
  return (stream as Redis['stream'] | undefined)?.bytesRead ?? 0
}

/** Rejects after the time limit of commands, with the words of ioredis. */
export function withinCommandLimit<T>(
  redis: Redis,
  work: Promise<T>,
  {commandTimeoutMs}: Limits,
): Promise<T> {
  return answerInTime(work, {
    limitMs: commandTimeoutMs,
    heard: () => heardFrom(redis),
    onLate: () => new Error('Command timed out'),
  })
}

/** The user as which a connection is logged in. */
export type Login = Pick<ConnectionOptions, 'user' | 'password'>

const logins = new WeakMap<Redis, Login>()

/** The credentials that the node accepted; undefined if none were given, or if it requires none. */
export function loginOf(redis: Redis): Login | undefined {
  return logins.get(redis)
}

/**
 * Closes at once. ioredis would wait up to two seconds for the other side to close too, which a stopped server never
 * does, and its timer would keep the process alive.
 */
export function disconnect(redis: Redis): void {
  if (redis.status === 'end') return
  redis.disconnect()
  redis.stream?.destroy()
}

/** ioredis rejects connect() with only «Connection is closed.»; the error event before it has the reason. */
function replacesVagueError(error: unknown): boolean {
  return error instanceof Error && error.message === 'Connection is closed.'
}

async function authenticate(redis: Redis, options: ConnectionOptions): Promise<Login | undefined> {
  const {user, password} = options
  if (password === undefined) return undefined
  const credentials = user === undefined ? [password] : [user, password]
  try {
    await withinCommandLimit(redis, redis.call('AUTH', ...credentials), options)
    return {user, password}
  } catch (error) {
    // One environment variable serves clusters with and without a password, so an unneeded password is not an error.
    if (
      /without any password configured|no password is set/i.test(error instanceof Error ? error.message : '')
    )
      return undefined
    throw error
  }
}
