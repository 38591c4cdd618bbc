import type {CreateOutcome} from '../../domain/outcome.js'
import {findServer} from '../../local/find-server.js'
import {portsFrom} from '../../local/ports.js'
import {type Started, startServers} from '../../local/start.js'
import {awaitHealthy, isFormed} from '../../operations/await-healthy.js'
import {type HealthyCluster} from '../../domain/outcome.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {runCreate} from '../create/run.js'

export {statusOf as localStatus} from '../../local/status.js'
export {cleanServers as cleanLocal, stopServers as stopLocal} from '../../local/stop.js'

export type LocalOptions = {
  readonly nodes: number
  readonly replicas: number
  /** Port of the first node; the others use the ports after it. */
  readonly port: number
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

const CONNECTION: ConnectionOptions = {
  user: undefined,
  password: undefined,
  tls: undefined,
  connectTimeoutMs: 3000,
  commandTimeoutMs: 5000,
  addressMap: [],
}

const LIMIT_MS = 60_000

/** A server with a save point saves when it is stopped. */
const KEEP_KEYS = ['--save', '3600 1']

/**
 * Starts servers and makes a cluster of them with the same create that users have. Servers that were a cluster before
 * find each other again, even if their roles have changed since.
 */
export async function startLocal(options: LocalOptions): Promise<LocalStarted> {
  const {nodes, port, dir, signal} = options
  const server = await findServer(options.server)
  const ports = portsFrom(port, nodes)
  const started = await startServers({server, dir, ports, args: KEEP_KEYS})
  const seed = {host: '127.0.0.1', port}
  if (!started.isNew && (await isFormed(seed, nodes, CONNECTION))) {
    return {...started, healthy: await awaitHealthy(seed, {nodes, limitMs: LIMIT_MS, signal}, CONNECTION)}
  }
  return {...started, created: await form(ports, options)}
}

function form(
  ports: readonly number[],
  {replicas, signal, json, colour}: LocalOptions,
): Promise<CreateOutcome> {
  const addresses = ports.map((port) => ({host: '127.0.0.1', port}))
  const create = {
    replicas,
    allowFewerPrimaries: true,
    dryRun: false,
    zones: new Map<string, string>(),
    joinLimitMs: LIMIT_MS,
  }
  return runCreate(addresses, create, {
    connection: CONNECTION,
    signal,
    yes: true,
    json,
    colour,
    plain: false,
    view: undefined,
  })
}
