import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {rmSync} from 'node:fs'
import {mkdtemp, rm, symlink, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {readRdbFormat} from '../storage/rdb-file.js'
import {askServer} from './ask-server.js'
import {atExit} from './at-exit.js'
import {findServers} from './find-server.js'
import {lastLines, launch, type LaunchedServer} from './launch.js'
import {canRead, readersOf} from './rdb-versions.js'
import {readVersion, type ServerVersion} from './server-version.js'
import {makeFolder} from '../storage/make-folder.js'

export type RdbServerOptions = {
  /** Ends the wait. */
  readonly signal: AbortSignal
  /** Milliseconds that loading the file may take. */
  readonly limitMs: number
  /** The server program. Default: the first one on this machine that can read the file. */
  readonly program?: string | undefined
  /** Whether a server that can read the file may be used. Default: any. */
  readonly accepts?: ((version: ServerVersion) => boolean) | undefined
  /** What it cannot be used for, as in `write keys in a format that the cluster can read`. */
  readonly purpose?: string | undefined
  /** Where to create its temporary folder. Default: the system's temporary folder. */
  readonly folder?: string | undefined
  /** Number of databases. Default: 1000. Each needs memory, 6 KB on Redis 8. */
  readonly databases?: number | undefined
  /** Where to look for programs. Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined
}

/** A server that has the keys of an RDB, on this machine and only for this process. Disposing kills it. */
export type RdbServer = AsyncDisposable & {
  readonly address: Address
  /** Of the default user. */
  readonly password: string
  readonly program: string
  readonly version: ServerVersion
}

const DATABASES = 1000
const ATTEMPTS = 5

/**
 * Starts a server outside any cluster that loads an RDB, and returns when it has. The server listens only on
 * 127.0.0.1, requires a random password, and writes nothing; the file is not changed. It ends with this process,
 * unless that is killed with SIGKILL. Throws REFUSED for a file that is not an RDB, or if no program here can read
 * it, or the program is not accepted; UNREACHABLE if it is not loaded within the limit; CANCELLED.
 */
export async function serveRdb(path: string, options: RdbServerOptions): Promise<RdbServer> {
  const {program, version} = await findReader(path, options)
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(resolve(path), {...options, program, version})
    } catch (error) {
      // Another process may have taken the port since it was chosen.
      const isTaken = error instanceof Error && /address already in use/i.test(error.message)
      if (!isTaken || attempt === ATTEMPTS) throw error
    }
  }
}

type Chosen = {readonly program: string; readonly version: ServerVersion}

async function findReader(path: string, options: RdbServerOptions): Promise<Chosen> {
  const format = await readRdbFormat(path)
  const programs = await findServers(options.program, options.env)
  const found: string[] = []
  for (const program of programs) {
    const version = await readVersion(program)
    if (canRead(version, format) && (options.accepts?.(version) ?? true)) return {program, version}
    found.push(`${version.software} ${version.version} (${program})`)
  }
  const purpose = options.purpose === undefined ? '' : ` and ${options.purpose}`
  const family = format.family === 'redis' ? 'Redis' : 'Valkey'
  throw new ClusterToolError(
    'REFUSED',
    `${path} is an RDB of ${family}, version ${format.version}, and no server on this machine can read it${purpose}: ${found.join(', ')}.`,
    {hints: [`Install ${readersOf(format)}, or name one with --server.`]},
  )
}

async function start(path: string, options: RdbServerOptions & Chosen): Promise<RdbServer> {
  const {program, version, databases = DATABASES, folder: parent = tmpdir()} = options
  makeFolder(parent)
  const folder = await mkdtemp(join(parent, 'clustertool-rdb-'))
  const password = randomBytes(24).toString('hex')
  const address = {host: '127.0.0.1', port: await freePort()}
  let server: LaunchedServer | undefined
  const forget = atExit(() => {
    server?.child.kill('SIGKILL')
    rmSync(folder, {recursive: true, force: true, maxRetries: 5})
  })
  const dispose = async (): Promise<void> => {
    if (server) await end(server)
    await rm(folder, {recursive: true, force: true, maxRetries: 5})
    forget()
  }
  try {
    // A link needs no space and works across disks; the server never writes.
    await symlink(path, join(folder, RDB_NAME))
    await writeFile(join(folder, CONFIG_NAME), config({port: address.port, password, databases}), {
      mode: 0o600,
    })
    server = launch({
      program,
      folder,
      args: [join(folder, CONFIG_NAME)],
      detached: false,
      endpoint: {...address, tls: false, password},
    })
    await waitUntilLoaded(server, path, options)
    return {address, password, program, version, [Symbol.asyncDispose]: dispose}
  } catch (error) {
    await dispose()
    throw error
  }
}

const RDB_NAME = 'dump.rdb'
const CONFIG_NAME = 'server.conf'

/** A file, because every user of the machine can read arguments. */
function config({port, password, databases}: {port: number; password: string; databases: number}): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `databases ${databases}`,
    `dbfilename ${RDB_NAME}`,
    'save ""',
    'appendonly no',
    'daemonize no',
    '',
  ].join('\n')
}

async function waitUntilLoaded(server: LaunchedServer, path: string, {signal, limitMs}: RdbServerOptions) {
  const deadline = performance.now() + limitMs
  for (let pauseMs = 5; ; pauseMs = Math.min(200, pauseMs * 2)) {
    if (signal.aborted) {
      throw new ClusterToolError('CANCELLED', `Interrupted while ${path} was being loaded.`)
    }
    if (await isLoaded(server)) return
    const ending = server.ending()
    if (ending !== undefined) {
      throw new ClusterToolError(
        'REFUSED',
        `${path} could not be loaded: ${basename(server.program)} ${ending}; its log ends: ${lastLines(server.log)}`,
      )
    }
    if (performance.now() > deadline) {
      throw new ClusterToolError(
        'UNREACHABLE',
        `${path} was not loaded within ${limitMs / 1000} s by ${server.program}; its log ends: ${lastLines(server.log)}`,
      )
    }
    await pause(pauseMs)
  }
}

async function isLoaded(server: LaunchedServer): Promise<boolean> {
  const answer = await askServer(server.endpoint, 500)
  return answer?.pid !== undefined && answer.pid === server.child.pid && server.ending() === undefined
}

async function end({child, ending}: LaunchedServer): Promise<void> {
  if (ending() !== undefined) return
  child.ref()
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen({host: '127.0.0.1', port: 0, exclusive: true})
  await once(probe, 'listening')
  const address = probe.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const closed = once(probe, 'close')
  probe.close()
  await closed
  return port
}
