import type {TypedAddress} from '../domain/address.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {loadTls} from '../redis/tls.js'
import {askPassword} from './ask.js'
import {type ConnectionFlags, parseAddressRule} from './flags.js'

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when a password should no longer be asked for. */
  readonly signal?: AbortSignal | undefined
}

/**
 * How to connect: from flags, the typed addresses (a URL may contain credentials) and the environment; the more
 * specific one wins. Reads certificate files and may ask for a password. Throws USAGE or REFUSED.
 */
export async function toConnectionOptions(
  flags: ConnectionFlags,
  addresses: readonly TypedAddress[],
  {env, signal}: Surroundings,
): Promise<ConnectionOptions> {
  const tls = flags.tls || addresses.some((address) => address.tls)
  return {
    ...(await credentials(flags, addresses, {env, signal})),
    tls: tls ? await loadTls(flags) : undefined,
    connectTimeoutMs: flags['connect-timeout'],
    commandTimeoutMs: flags['command-timeout'],
    addressMap: (flags['address-map'] ?? []).map(parseAddressRule),
  }
}

async function credentials(
  flags: ConnectionFlags,
  addresses: readonly TypedAddress[],
  {env, signal}: Surroundings,
): Promise<{user: string | undefined; password: string | undefined}> {
  const url = addresses.find(({password}) => password !== undefined)
  const user = flags.user ?? (url ?? addresses.find((address) => address.user !== undefined))?.user
  if (flags.askpass) return {user, password: await askPassword('Please input password: ', signal)}
  const password = flags.pass ?? url?.password ?? (env['REDISCLI_AUTH'] || env['VALKEYCLI_AUTH'] || undefined)
  return {user, password}
}
