import {stat, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import {
  type LocalCluster,
  type LocalNode,
  type LocalSettings,
  readDescription,
  writeDescription,
} from './description.js'
import {launch, type LaunchedServer, waitUntilUp} from './launch.js'
import {configLines, nodeArgs} from './node-setup.js'
import {checkPorts, loopbackHosts, requireFreePorts} from './ports.js'
import type {Secrets} from './secrets.js'
import {readVersion} from './server-version.js'
import {statusOfNodes} from './status.js'
import {cleanServers} from './stop.js'
import {makeFolder} from '../storage/make-folder.js'

export type StartOptions = {
  /** The server program, as findServer returns it; of the nodes that have no program of their own. */
  readonly server: string
  /** The folder of the local cluster; created if it does not exist. */
  readonly dir: string
  readonly ports: readonly number[]
  /** Server arguments that add to or replace the defaults. */
  readonly args?: readonly string[]
  /** How long a server may take until it answers. Default: 10 s. */
  readonly limitMs?: number
  /** What is remembered in the folder. */
  readonly settings?: LocalSettings
  readonly secrets?: Secrets
  /** What nodes have of their own, by port; of a cluster that exists already, it is not looked at. */
  readonly own?: ReadonlyMap<number, Pick<LocalNode, 'host' | 'program'>>
}

export type Started = {
  readonly cluster: LocalCluster
  /** Ports of the servers that were started now; the others were already running. */
  readonly started: readonly number[]
  /** Whether the folder held no local cluster before. */
  readonly isNew: boolean
}

/**
 * Starts servers that keep running in the background, in parallel, and returns when each answers. Servers of an
 * earlier start that are still running are left alone; missing ones come back with their old folders. If one does not
 * start, those started now are stopped again. Throws USAGE for invalid ports, REFUSED for ports and folders in use,
 * and UNREACHABLE for a server that does not start.
 */
export async function startServers(options: StartOptions): Promise<Started> {
  const dir = resolve(options.dir)
  checkPorts(options.ports)
  const version = await readVersion(options.server)
  const before = await readDescription(dir)
  const nodes = await runningNodes(dir, before, options)
  const missing = nodes.filter(({pid}) => pid === undefined)
  await requireFreeNodes(missing)
  const {settings} = options
  const cluster = {server: options.server, ...version, nodes, ...(settings && {settings})}
  // Before the first process exists, so that an interrupted start can be cleaned up.
  await describeIn(dir, cluster)
  try {
    return {
      cluster: await startMissing({...options, dir}, cluster),
      started: portsOf(missing),
      isNew: before === undefined,
    }
  } catch (error) {
    await (before === undefined ? cleanServers(dir) : writeDescription(dir, cluster))
    throw error
  }
}

// Only nodes that are running have a process id here, because an old id may belong to any process by now.
async function runningNodes(
  dir: string,
  before: LocalCluster | undefined,
  {ports, own}: Pick<StartOptions, 'ports' | 'own'>,
): Promise<LocalNode[]> {
  if (before === undefined) {
    await refuseForeignFolders(dir, ports)
    return ports.map((port) => ({port, pid: undefined, folder: String(port), ...own?.get(port)}))
  }
  refuseOtherPorts(dir, before, ports)
  const nodes = await statusOfNodes(dir, before.nodes)
  return nodes.map(({running, pid, ...node}) => ({...node, pid: running ? pid : undefined}))
}

async function requireFreeNodes(nodes: readonly LocalNode[]): Promise<void> {
  const byHost = groupByHost(nodes)
  await Promise.all([...byHost].map(([host, ports]) => requireFreePorts(ports, hostsOf(host))))
}

function groupByHost(nodes: readonly LocalNode[]): Map<string | undefined, number[]> {
  const groups = new Map<string | undefined, number[]>()
  for (const {host, port} of nodes) groups.set(host, [...(groups.get(host) ?? []), port])
  return groups
}

function hostsOf(host: string | undefined): readonly string[] {
  return host === undefined ? loopbackHosts() : [host]
}

async function refuseForeignFolders(dir: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const folder = join(dir, String(port))
    const found = await stat(folder).catch(() => undefined)
    if (found) {
      throw new ClusterToolError(
        'REFUSED',
        `${folder} already exists and does not contain a local cluster; choose another folder.`,
      )
    }
  }
}

function refuseOtherPorts(dir: string, before: LocalCluster, ports: readonly number[]): void {
  const old = portsOf(before.nodes)
  if (old.length === ports.length && old.every((port) => ports.includes(port))) return
  throw new ClusterToolError(
    'REFUSED',
    `${dir} contains a local cluster with ports ${old.join(', ')}; clean it first or choose another folder.`,
  )
}

async function describeIn(dir: string, cluster: LocalCluster): Promise<void> {
  try {
    // The folder above it may be that of the journals, which is nobody else's business.
    makeFolder(dir, 0o700)
    await writeDescription(dir, cluster)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason'
    throw new ClusterToolError('REFUSED', `${dir} cannot be written to: ${reason}`, {cause: error})
  }
}

async function startMissing(
  options: StartOptions & {dir: string},
  cluster: LocalCluster,
): Promise<LocalCluster> {
  const {dir} = options
  const missing = cluster.nodes.filter(({pid}) => pid === undefined)
  for (const {folder} of missing) makeFolder(join(dir, folder))
  const launched = await Promise.all(missing.map((node) => launchNode(options, cluster, node)))
  const pids = new Map(launched.map(({child, endpoint}) => [endpoint.port, child.pid]))
  const nodes = cluster.nodes.map((node) => ({...node, pid: node.pid ?? pids.get(node.port)}))
  await writeDescription(dir, {...cluster, nodes})
  await waitForAll(launched, options.limitMs ?? 10_000)
  return {...cluster, nodes}
}

async function launchNode(
  {dir, args, settings, secrets = NO_SECRETS}: StartOptions,
  cluster: LocalCluster,
  node: LocalNode,
): Promise<LaunchedServer> {
  const {port, host} = node
  const folder = join(dir, node.folder)
  const version = node.program ?? cluster
  const lines = settings ? configLines({version}, settings, secrets) : []
  const file = lines.length === 0 ? [] : [join(folder, 'server.conf')]
  for (const path of file) await writeFile(path, `${lines.join('\n')}\n`, {mode: 0o600})
  return launch({
    program: version.server,
    folder,
    args: [...file, ...nodeArgs({port, host, version}, secrets), ...(args ?? [])],
    detached: true,
    endpoint: {host: host ?? '127.0.0.1', port, tls: secrets.certificates !== undefined},
  })
}

const NO_SECRETS: Secrets = {password: undefined, certificates: undefined}

async function waitForAll(launched: readonly LaunchedServer[], limitMs: number): Promise<void> {
  try {
    await Promise.all(launched.map((server) => waitUntilUp(server, limitMs)))
  } catch (error) {
    for (const {child} of launched) child.kill('SIGKILL')
    throw error
  }
}

function portsOf(nodes: readonly LocalNode[]): number[] {
  return nodes.map(({port}) => port)
}
