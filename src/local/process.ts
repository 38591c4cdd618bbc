import {execFile} from 'node:child_process'
import {readFile, readlink, realpath} from 'node:fs/promises'
import {setTimeout as pause} from 'node:timers/promises'
import {promisify} from 'node:util'
import {ClusterToolError} from '../domain/errors.js'

/** A server that should be running: its process, port and folder. */
export type ServerProcess = {readonly pid: number; readonly port: number; readonly folder: string}

/** Whether the process is still that server, and not another one that got the same id. */
export async function isServerProcess({pid, port, folder}: ServerProcess): Promise<boolean> {
  const command = await commandOf(pid)
  // A server's title ends in `host:port [cluster]`; before it sets that, `--port port` is among its arguments.
  if (!new RegExp(`[:\\s]${port}(\\s|$)`).test(command)) return false
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return place === undefined || place === (await realpath(folder).catch(() => folder))
}

/**
 * Asks servers to end, in parallel, and kills those that are still running after `limitMs`. Returns when all are
 * gone. Throws REFUSED for a process of another user, and INCOMPLETE for one that does not end even then.
 */
export async function endProcesses(servers: readonly ServerProcess[], limitMs: number): Promise<void> {
  await Promise.all(servers.map((server) => endProcess(server, limitMs)))
}

/** A server cannot refuse this, but a busy system needs time to release its memory. */
const KILLED_LIMIT_MS = 10_000

async function endProcess(server: ServerProcess, limitMs: number): Promise<void> {
  signal(server.pid, 'SIGTERM')
  if (await isGone(server, limitMs)) return
  signal(server.pid, 'SIGKILL')
  if (!(await isGone(server, KILLED_LIMIT_MS))) {
    throw new ClusterToolError(
      'INCOMPLETE',
      `The server on port ${server.port}, process ${server.pid}, did not stop.`,
    )
  }
}

async function isGone(server: ServerProcess, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs
  while (await isServerProcess(server)) {
    if (Date.now() > deadline) return false
    await pause(10)
  }
  return true
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return
    throw new ClusterToolError('REFUSED', `Process ${pid} cannot be stopped (${code}).`, {cause: error})
  }
}

// Empty for a process that is gone or a zombie. On systems without /proc, this uses ps.
async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return text.replaceAll('\0', ' ')
  }
  const {stdout} = await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({stdout: ''}))
  return stdout
}

const run = promisify(execFile)
