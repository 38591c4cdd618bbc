import {rmSync} from 'node:fs'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ClusterToolError} from '../../src/domain/errors.js'
import {clusterArgs} from '../../src/local/launch.js'
import {arePortsFree, loopbackHosts} from '../../src/local/ports.js'
import type {TlsFiles} from './certificates.js'
import {onAbruptEnd} from './leftovers.js'
import {defaultProgram} from './matrix.js'
import {TestServer} from './test-server.js'

export type TestServersOptions = {
  readonly count: number
  /** The server program. Default: the first of serverPrograms(). */
  readonly server?: string
  /** Arguments for all; they override the defaults (see clusterArgs). */
  readonly args?: readonly string[]
  /** Arguments for one, by its index from 0; they override `args`. */
  readonly nodeArgs?: (index: number) => readonly string[]
  /** The address to listen on, for all or by index. Default: 127.0.0.1 and ::1. */
  readonly host?: string | ((index: number) => string)
  /** Whether the server with this index has a configuration file, which CONFIG REWRITE needs. Default: none has. */
  readonly configFile?: (index: number) => boolean
  /** Use only TLS: for clients, between nodes and for replication. */
  readonly tls?: TlsFiles
}

/** Real servers in a separate folder, on consecutive free ports. Disposing kills them and deletes the folder. */
export class TestServers implements AsyncDisposable {
  readonly nodes: readonly TestServer[]
  readonly folder: string
  private readonly forget: () => void

  /** Takes over servers that are already running; tests call start. */
  constructor(nodes: readonly TestServer[], folder: string) {
    this.nodes = nodes
    this.folder = folder
    this.forget = onAbruptEnd(() => {
      for (const node of nodes) node.killNow()
      rmSync(folder, {recursive: true, force: true, maxRetries: 5})
    })
  }

  /** Starts servers in parallel and returns when all answer; they do not know each other. */
  static async start(options: TestServersOptions): Promise<TestServers> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startOnce(options)
      } catch (error) {
        // Another run of the tests may have taken a port between the probe and the start.
        if (!isPortTaken(error) || attempt === 5) throw error
      }
    }
  }

  /** `host:port` of each. */
  get addresses(): string[] {
    return this.nodes.map(({address}) => address)
  }

  /** The server with this index; throws when there is none. */
  node(index: number): TestServer {
    const node = this.nodes[index]
    if (node === undefined) throw new RangeError(`there is no server ${index}`)
    return node
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()))
    await rm(this.folder, {recursive: true, force: true, maxRetries: 5})
    this.forget()
  }
}

/**
 * The first of `count` consecutive free ports below 20000, whose bus ports are free too and below 30000. No test file
 * that runs beside this one takes them before they are used.
 */
export async function freeBasePort(
  count: number,
  hosts: readonly string[] = loopbackHosts(),
): Promise<number> {
  const {first, last} = portsOfWorker(process.env['MOCHA_WORKER_ID'])
  for (let attempt = 0; attempt < 100; attempt++) {
    const base = first + Math.floor(Math.random() * (last - first - count))
    const ports = Array.from({length: count}, (_, index) => base + index)
    if (await arePortsFree(ports, hosts)) return base
  }
  throw new Error(`found no ${count} free ports in a row`)
}

// No base port is the bus port of another one here, and the system uses neither for outgoing connections (from 32768
// on Linux).
const FIRST_PORT = 10_000
const LAST_PORT = 20_000
/** At least as many as test files that run side by side (--jobs in package.json). */
const SHARES = 8

/**
 * The ports, without `last`, of a process that runs test files, by the number that mocha gives it. Others would take a
 * port between the look at it and its use, or hold it while they look. A process without a number may use all.
 */
export function portsOfWorker(worker: string | undefined): {readonly first: number; readonly last: number} {
  if (worker === undefined) return {first: FIRST_PORT, last: LAST_PORT}
  const size = (LAST_PORT - FIRST_PORT) / SHARES
  const first = FIRST_PORT + (Number(worker) % SHARES) * size
  return {first, last: first + size}
}

async function startOnce(options: TestServersOptions): Promise<TestServers> {
  const program = options.server ?? defaultProgram()
  const hosts = Array.from({length: options.count}, (_, index) => hostsOf(options, index))
  const base = await freeBasePort(options.count, [...new Set(hosts.flat())])
  const folder = await mkdtemp(join(tmpdir(), 'clustertool-test-'))
  const folders = hosts.map((_, index) => join(folder, String(base + index)))
  await Promise.all(folders.map((path) => mkdir(path)))
  const files = folders.map((path, index) => (options.configFile?.(index) ? [join(path, 'server.conf')] : []))
  await Promise.all(files.flat().map((file) => writeFile(file, '')))
  const nodes = folders.map((path, index) => {
    const port = base + index
    const host = hosts[index]?.[0] ?? '127.0.0.1'
    const endpoint = {host, port, tls: options.tls !== undefined}
    return new TestServer({
      program,
      folder: path,
      args: [...(files[index] ?? []), ...argsOf(options, index, port)],
      detached: false,
      endpoint,
    })
  })
  const servers = new TestServers(nodes, folder)
  try {
    await Promise.all(nodes.map((node) => node.waitUntilUp()))
    return servers
  } catch (error) {
    await servers[Symbol.asyncDispose]()
    throw error
  }
}

function hostsOf({host}: TestServersOptions, index: number): string[] {
  if (host === undefined) return loopbackHosts()
  return [typeof host === 'string' ? host : host(index)]
}

function argsOf(options: TestServersOptions, index: number, port: number): string[] {
  const hosts = hostsOf(options, index)
  // Protected mode accepts only 127.0.0.1 and ::1, and clients of 127.0.0.2 connect from that address.
  const open = hosts.every((host) => host === '127.0.0.1' || host === '::1') ? [] : ['--protected-mode', 'no']
  const tls = options.tls === undefined ? [] : tlsArgs(options.tls, port)
  return [
    ...clusterArgs(port, hosts),
    ...open,
    // On loopback, all connections come from 127.0.0.1, so other nodes would take that for its address.
    ...(options.host === undefined ? [] : ['--cluster-announce-ip', ...hosts]),
    ...tls,
    ...(options.args ?? []),
    ...(options.nodeArgs?.(index) ?? []),
  ]
}

function tlsArgs({ca, cert, key}: TlsFiles, port: number): string[] {
  const files = ['--tls-ca-cert-file', ca, '--tls-cert-file', cert, '--tls-key-file', key]
  return [
    '--port',
    '0',
    '--tls-port',
    String(port),
    ...files,
    '--tls-cluster',
    'yes',
    '--tls-replication',
    'yes',
  ]
}

function isPortTaken(error: unknown): boolean {
  return error instanceof ClusterToolError && /in use|in its place/.test(error.message)
}
