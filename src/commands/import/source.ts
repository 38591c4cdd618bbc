import type {TypedAddress} from '../../domain/address.js'
import type {ImportSource} from '../../domain/import.js'
import type {SourcePlace} from '../../operations/import-sources.js'
import type {Env} from '../../profiles/env.js'
import {parseTarget} from '../../profiles/target.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {loadTls} from '../../redis/tls.js'
import {askPassword} from '../../cli/ask.js'
import type {Asked} from '../../cli/change.js'
import {toConnectionOptions} from '../../cli/connection.js'
import {keepSecret} from '../../cli/crash.js'
import type {ConnectionFlags} from '../../cli/flags.js'
import {chooseSeed, resolveTarget} from '../../cli/reach.js'
import type {ImportFlags} from './flags.js'

const QUESTION = 'Please input import source node password: '

/**
 * The cluster of a profile as a source: `--from @old`. Its own flags have precedence over the profile; the environment
 * is for the cluster that gets the keys. Throws USAGE, REFUSED or UNREACHABLE.
 */
export async function profilePlace(
  flags: ImportFlags & ConnectionFlags,
  env: Env,
  signal: AbortSignal,
): Promise<SourcePlace> {
  const resolved = await resolveTarget(parseTarget(flags.from), env)
  const given: Omit<ConnectionFlags, 'json'> = {
    ...sourceTls(flags),
    user: flags['from-user'],
    pass: flags['from-pass'],
    askpass: flags['from-askpass'],
    tls: flags['from-tls'],
    'tls-ciphers': undefined,
    'tls-ciphersuites': undefined,
    'connect-timeout': flags['connect-timeout'],
    'command-timeout': flags['command-timeout'] + flags.timeout,
    'address-map': flags['address-map'],
  }
  const surroundings = {env: {}, profile: resolved.profile, signal, question: QUESTION}
  const connection = await toConnectionOptions(given, [], surroundings)
  return {kind: 'server', address: await chooseSeed(resolved, connection, signal), connection}
}

/** A source that is not a file. */
type ServerSource = Exclude<ImportSource, {kind: 'rdb'}>

/** How to connect to the source: from its own flags and its URL, never from what is meant for the cluster. */
export async function sourceConnection(
  source: ServerSource,
  flags: ImportFlags,
  {connection: cluster, signal}: Asked,
): Promise<ConnectionOptions> {
  const [url] = addressesOf(source)
  const password = await sourcePassword(flags, url, signal)
  keepSecret(password)
  const tls = flags['from-tls'] || (url?.tls ?? false)
  return {
    connectTimeoutMs: cluster.connectTimeoutMs,
    // A big batch takes longer.
    commandTimeoutMs: cluster.commandTimeoutMs + flags.timeout,
    addressMap: cluster.addressMap,
    user: flags['from-user'] ?? url?.user,
    password,
    tls: tls ? await loadTls(sourceTls(flags)) : undefined,
  }
}

async function sourcePassword(
  flags: ImportFlags,
  url: TypedAddress | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (flags['from-askpass']) return askPassword(QUESTION, signal)
  return flags['from-pass'] ?? url?.password
}

function sourceTls(flags: ImportFlags) {
  return {
    cacert: flags['from-cacert'],
    cacertdir: undefined,
    cert: flags['from-cert'],
    key: flags['from-key'],
    sni: flags['from-sni'],
    insecure: flags['from-insecure'],
  }
}

function addressesOf(source: ServerSource): readonly TypedAddress[] {
  return source.kind === 'server' ? [source.address] : source.sentinels
}

/** Where the keys come from. */
export function toPlace(source: ServerSource, connection: ConnectionOptions): SourcePlace {
  if (source.kind === 'server') return {kind: 'server', address: source.address, connection}
  const [first] = source.sentinels
  // Sentinels may have passwords of their own, which can differ from those of the servers that they watch.
  const sentinelConnection = {...connection, user: first?.user, password: first?.password}
  return {...source, connection, sentinelConnection}
}
