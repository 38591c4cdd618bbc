import {resolve} from 'node:path'
import type {Address} from '../../domain/address.js'
import {formatAddress} from '../../domain/address.js'
import type {CreateOutcome, HealthyCluster} from '../../domain/outcome.js'
import {type LocalCluster, readDescription} from '../../local/description.js'
import {zoneOf} from '../../local/node-setup.js'
import {removeSecrets, type Secrets} from '../../local/secrets.js'
import type {LocalWish} from '../../local/settings.js'
import {type Started, startServers} from '../../local/start.js'
import {awaitHealthy, isFormed} from '../../operations/await-healthy.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {loadTls} from '../../redis/tls.js'
import {keepSecret} from '../../cli/crash.js'
import {runCreate} from '../create/run.js'
import {localAccess} from './access.js'
import {prepareAgain, type Prepared, prepareNew} from './prepare.js'

export {statusOf as localStatus} from '../../local/status.js'
export {cleanServers as cleanLocal, stopServers as stopLocal} from '../../local/stop.js'

export type LocalOptions = {
  readonly wish: LocalWish
  /** The program that the user named. */
  readonly server: string | undefined
  readonly dir: string
  readonly signal: AbortSignal
  readonly json: boolean
  readonly colour: boolean
}

export type LocalStarted = Started &
  (
    | {readonly created: CreateOutcome; readonly healthy?: undefined}
    | {readonly healthy: HealthyCluster; readonly created?: undefined}
  )

const LIMIT_MS = 60_000

/** A server with a save point saves when it is stopped. */
const KEEP_KEYS = ['--save', '3600 1']

/**
 * Starts servers and makes a cluster of them with the same create that users have. Servers that were a cluster before
 * find each other again, even if their roles have changed since. A folder that holds a cluster remembers how it was
 * started. Throws as `startServers` does, and REFUSED for settings that the folder does not remember.
 */
export async function startLocal(options: LocalOptions): Promise<LocalStarted> {
  const {wish, server: program} = options
  const dir = resolve(options.dir)
  const before = await readDescription(dir)
  const prepared = await (before
    ? prepareAgain(dir, before, {wish, program})
    : prepareNew(dir, wish, program))
  keepSecret(prepared.secrets.password)
  const started = await startPrepared(dir, prepared, before === undefined)
  const connection = await connectionTo(dir, started.cluster, prepared.secrets)
  const healthy = started.isNew ? undefined : await awaitFormed(started.cluster, connection, options.signal)
  if (healthy) return {...started, healthy}
  const {replicas} = prepared.settings
  return {...started, created: await form(started.cluster, connection, {...options, replicas})}
}

/** A new cluster that does not start leaves no secrets behind. */
async function startPrepared(dir: string, prepared: Prepared, isNew: boolean): Promise<Started> {
  try {
    return await startServers({...prepared, dir, args: KEEP_KEYS})
  } catch (error) {
    if (isNew) await removeSecrets(dir, prepared.settings)
    throw error
  }
}

/** Undefined if the nodes are no cluster yet. */
async function awaitFormed(
  cluster: LocalCluster,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<HealthyCluster | undefined> {
  const [seed] = addressesOf(cluster)
  const nodes = cluster.nodes.length
  if (!seed || !(await isFormed(seed, nodes, connection))) return undefined
  return awaitHealthy(seed, {nodes, limitMs: LIMIT_MS, signal}, connection)
}

async function connectionTo(
  dir: string,
  cluster: LocalCluster,
  {password}: Secrets,
): Promise<ConnectionOptions> {
  const {user, cacert, cert, key} = localAccess(dir, cluster)
  const files = {cacert, cert, key, cacertdir: undefined, sni: undefined, insecure: false}
  return {
    user,
    password,
    tls: cacert === undefined ? undefined : await loadTls(files),
    connectTimeoutMs: 3000,
    commandTimeoutMs: 5000,
    addressMap: [],
  }
}

function addressesOf({nodes}: LocalCluster): Address[] {
  return nodes.map(({host = '127.0.0.1', port}) => ({host, port}))
}

function form(
  cluster: LocalCluster,
  connection: ConnectionOptions,
  {
    replicas,
    signal,
    json,
    colour,
  }: Pick<LocalOptions, 'signal' | 'json' | 'colour'> & {readonly replicas: number},
): Promise<CreateOutcome> {
  const addresses = addressesOf(cluster)
  const isZoned = cluster.nodes.some(({host}) => host !== undefined)
  const create = {
    replicas,
    allowFewerPrimaries: true,
    dryRun: false,
    zones: new Map(isZoned ? addresses.map((address) => [formatAddress(address), zoneOf(address.host)]) : []),
    joinLimitMs: LIMIT_MS,
  }
  return runCreate(addresses, create, {
    connection,
    signal,
    yes: true,
    json,
    colour,
    plain: false,
    view: undefined,
  })
}
