import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, openSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {ClusterToolError} from '../domain/errors.js'
import {askServer, type LocalServerAddress, type ServerAnswer} from './ask-server.js'

export type LaunchOptions = {
  readonly program: string
  /** The server's own folder; must exist. The server runs there and keeps its files and its log there. */
  readonly folder: string
  readonly args: readonly string[]
  /** Whether it keeps running when this process ends. */
  readonly detached: boolean
  readonly endpoint: LocalServerAddress
}

/** A server process that was started and may not answer yet. */
export type LaunchedServer = {
  readonly child: ChildProcess
  readonly program: string
  readonly endpoint: LocalServerAddress
  readonly log: string
  /** How it ended; undefined while it is running. */
  readonly ending: () => string | undefined
}

/**
 * Arguments for a node of a small cluster with short timeouts and without persistence. Later arguments override
 * earlier ones.
 */
export function clusterArgs(port: number, hosts: readonly string[]): string[] {
  const listening = ['--port', String(port), '--bind', ...hosts]
  const early = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    '2000',
    '--repl-diskless-sync-delay',
    '0',
  ]
  return [...listening, ...early, '--save', '', '--appendonly', 'no']
}

/** Starts a server process; its output goes to `server.log` in its folder. */
export function launch({program, folder, args, detached, endpoint}: LaunchOptions): LaunchedServer {
  const log = join(folder, 'server.log')
  const output = openSync(log, 'w')
  // --dir is last, so that no argument of a user can move the server out of its folder.
  const child = spawn(program, [...args, '--dir', folder], {
    cwd: folder,
    // A server that runs for weeks has no business with the passwords of the one who started it.
    env: {...process.env, REDISCLI_AUTH: undefined, VALKEYCLI_AUTH: undefined},
    detached,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  let failure: string | undefined
  child.once('error', (error) => (failure = `could not be run (${error.message})`))
  const ending = (): string | undefined => failure ?? describeEnd(child)
  return {child, program, endpoint, log, ending}
}

/**
 * Waits until a server answers. Throws UNREACHABLE, with the end of its log, if it ends first or the limit passes.
 */
export async function waitUntilUp(server: LaunchedServer, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs
  const watch = new PortWatch(server)
  while (server.ending() === undefined && Date.now() < deadline) {
    watch.note(await askServer(server.endpoint, Math.max(1, Math.min(500, deadline - Date.now()))))
    if (watch.isServer() && server.ending() === undefined) return
    await pause(POLL_MS)
  }
  throw didNotStart(server, watch.stranger, limitMs)
}

/** A server that does not get its port ends, and a server that logs little or elsewhere never says that it is ready. */
const SURE_AFTER_MS = 1000

/** Who answers on the port of a server: another program may have taken the port since it was tested. */
class PortWatch {
  private readonly server: LaunchedServer
  private answer: ServerAnswer | undefined
  private since = 0

  constructor(server: LaunchedServer) {
    this.server = server
  }

  /** The process id of another program. */
  get stranger(): number | undefined {
    const pid = this.answer?.pid
    return pid === this.server.child.pid ? undefined : pid
  }

  note(answer: ServerAnswer | undefined): void {
    if (!this.answer) this.since = Date.now()
    this.answer = answer
  }

  /** A server with TLS or a password does not tell its process id. */
  isServer(): boolean {
    if (!this.answer) return false
    if (this.answer.pid !== undefined) return this.stranger === undefined
    const isLong = Date.now() - this.since > SURE_AFTER_MS
    return isLong || readFileSync(this.server.log, 'utf8').includes('Ready to accept connections')
  }
}

const POLL_MS = 10

function describeEnd({exitCode, signalCode}: ChildProcess): string | undefined {
  if (signalCode !== null) return `was killed by ${signalCode}`
  return exitCode === null ? undefined : `ended with exit code ${exitCode}`
}

function didNotStart(
  server: LaunchedServer,
  stranger: number | undefined,
  limitMs: number,
): ClusterToolError {
  const late = `did not answer within ${limitMs / 1000} s`
  const problem = stranger === undefined ? late : `does not answer, but process ${stranger} answers instead`
  const name = `${basename(server.program)} on port ${server.endpoint.port}`
  const log = lastLines(server.log)
  const tail = log === '' ? 'it logged nothing' : `its log ends: ${log}`
  return new ClusterToolError('UNREACHABLE', `${name} ${server.ending() ?? problem}; ${tail}`)
}

/** The last lines of a log, as one line. */
export function lastLines(file: string): string {
  const lines = readFileSync(file, 'utf8').split('\n')
  const told = lines.map((line) => line.trim()).filter((line) => line !== '')
  return told.slice(-3).join(' | ')
}
