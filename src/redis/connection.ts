import type {ConnectionOptions as TlsOptions} from 'node:tls'
import {Redis} from 'ioredis'
import type {Address} from '../domain/address.js'
import {type AddressRule, toReachable} from './address-map.js'
import type {Limits} from './connection-reason.js'

/** How to connect to every node of a cluster; one set of credentials for all, as clusters have. */
export type ConnectionOptions = Limits & {
  readonly user: string | undefined
  readonly password: string | undefined
  readonly tls: TlsOptions | undefined
  readonly addressMap: readonly AddressRule[]
  /** What nodes are told that each connection is called. */
  readonly connectionName?: string
  /** Integers in replies come as text: they may have 64 bits, of which a number of JavaScript holds 53. */
  readonly exactNumbers?: boolean
}

/**
 * Connects and authenticates; never reconnects, since a lost connection is a fact that callers must see.
 * RESP2, because every version speaks it and HELLO would cost a round trip.
 * Rejects with what ioredis says; Wire makes typed errors of that, and is what everything else uses.
 */
export async function connect(address: Address, options: ConnectionOptions): Promise<Redis> {
  // Nothing but the place: a typed address may carry credentials, with which ioredis would log in by itself.
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
    connectTimeout: options.connectTimeoutMs,
    commandTimeout: options.commandTimeoutMs,
    ...(options.tls && {tls: options.tls}),
  })
  let lastError: unknown
  redis.on('error', (error) => (lastError = error))
  try {
    await redis.connect()
    const login = await authenticate(redis, options)
    if (login) logins.set(redis, login)
    // Nobody waits for the answer: what is sent later is read later. It may be refused, which is seen by the name missing.
    if (options.connectionName !== undefined) {
      redis.call('CLIENT', 'SETNAME', options.connectionName).catch(() => undefined)
    }
  } catch (error) {
    disconnect(redis)
    throw replacesVagueError(error) ? (lastError ?? error) : error
  }
  return redis
}

/** Who a connection is logged in as. */
export type Login = Pick<ConnectionOptions, 'user' | 'password'>

const logins = new WeakMap<Redis, Login>()

/** The credentials that the node took; undefined when none were given, or it wants none. */
export function loginOf(redis: Redis): Login | undefined {
  return logins.get(redis)
}

/**
 * Closes at once. By itself ioredis waits up to two seconds for the other end to close too, which a stopped server
 * never does, and the timer would keep the process alive.
 */
export function disconnect(redis: Redis): void {
  if (redis.status === 'end') return
  redis.disconnect()
  redis.stream?.destroy()
}

/** ioredis rejects connect() with a bare «Connection is closed.»; the error event before it says why. */
function replacesVagueError(error: unknown): boolean {
  return error instanceof Error && error.message === 'Connection is closed.'
}

async function authenticate(redis: Redis, {user, password}: ConnectionOptions): Promise<Login | undefined> {
  if (password === undefined) return undefined
  const credentials = user === undefined ? [password] : [user, password]
  try {
    await redis.call('AUTH', ...credentials)
    return {user, password}
  } catch (error) {
    // One environment variable serves clusters with and without a password, so a password too many is no failure.
    if (
      /without any password configured|no password is set/i.test(error instanceof Error ? error.message : '')
    )
      return undefined
    throw error
  }
}
