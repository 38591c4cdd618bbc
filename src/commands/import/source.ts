import type {TypedAddress} from '../../domain/address.js'
import type {ImportSource} from '../../domain/import.js'
import {ClusterToolError} from '../../domain/errors.js'
import {inSourceFlags, type SourcePlace} from '../../operations/import-sources.js'
import type {Env} from '../../profiles/env.js'
import {parseTarget} from '../../profiles/target.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {firstSeed} from '../../redis/first-seed.js'
import {loadTls} from '../../redis/tls.js'
import {askPassword} from '../../cli/ask.js'
import type {Asked} from '../../cli/change.js'
import {toConnectionOptions} from '../../cli/connection.js'
import {keepSecret} from '../../cli/crash.js'
import type {ConnectionFlags} from '../../cli/flags.js'
import {resolveTarget} from '../../cli/reach.js'
import type {SourceFlags} from './flags.js'

const QUESTION = 'Please input import source node password: '

/**
 * The cluster of a profile as a source: `@old`. Its own flags have precedence over the profile; the environment
 * is for the cluster that gets the keys. Throws USAGE, REFUSED or UNREACHABLE.
 */
export async function profilePlace(
  word: string,
  flags: SourceFlags & ConnectionFlags,
  env: Env,
  signal: AbortSignal,
): Promise<SourcePlace> {
  const resolved = await resolveTarget(parseTarget(word), env)
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
  const whose = `No seed of the profile ${resolved.profile?.name}`
  return {kind: 'server', address: await chooseNode(resolved.nodes, connection, {whose, signal}), connection}
}

/** A source that is not a file. */
type ServerSource = Exclude<ImportSource, {kind: 'rdb'}>

/** How to connect to the source: from its own flags and its URL, never from what is meant for the cluster. */
export async function sourceConnection(
  source: ServerSource,
  flags: SourceFlags,
  {connection: cluster, signal}: Asked,
): Promise<ConnectionOptions> {
  const addresses = source.kind === 'server' ? source.addresses : source.sentinels
  const url = addresses.find((one) => one.password !== undefined) ?? addresses.find(({user}) => user)
  const password = await sourcePassword(flags, url, signal)
  keepSecret(password)
  const tls = flags['from-tls'] || addresses.some((one) => one.tls)
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
  flags: SourceFlags,
  url: TypedAddress | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (flags['from-askpass']) return askPassword(QUESTION, signal)
  return flags['from-pass'] ?? url?.password
}

function sourceTls(flags: SourceFlags) {
  return {
    cacert: flags['from-cacert'],
    cacertdir: undefined,
    cert: flags['from-cert'],
    key: flags['from-key'],
    sni: flags['from-sni'],
    insecure: flags['from-insecure'],
  }
}

/** Where the keys come from. Throws UNREACHABLE or REFUSED if none of several addresses can be used. */
export async function toPlace(
  source: ServerSource,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<SourcePlace> {
  if (source.kind === 'server') {
    const whose = 'None of these nodes of the source'
    const address = await chooseNode(source.addresses, connection, {whose, signal})
    return {kind: 'server', address, connection}
  }
  const [first] = source.sentinels
  // Sentinels may have passwords of their own, which can differ from those of the servers that they watch.
  const sentinelConnection = {...connection, user: first?.user, password: first?.password}
  return {...source, connection, sentinelConnection}
}

/** The only node, or the first that answers. */
async function chooseNode(
  nodes: readonly TypedAddress[],
  connection: ConnectionOptions,
  {whose, signal}: {readonly whose: string; readonly signal: AbortSignal},
): Promise<TypedAddress> {
  const [only, ...others] = nodes
  if (only && others.length === 0) return only
  try {
    return await firstSeed(nodes, connection, {whose, signal, orServer: true})
  } catch (cause) {
    if (!(cause instanceof ClusterToolError)) throw cause
    const {code, message, details} = cause
    const hints = code === 'REFUSED' ? [SEVERAL_SERVERS] : []
    throw new ClusterToolError(code, inSourceFlags(message), {hints, details, cause})
  }
}

const SEVERAL_SERVERS =
  'Several addresses are those of one cluster. Import servers outside a cluster one at a time.'
