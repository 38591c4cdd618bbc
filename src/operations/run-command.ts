import {spawn} from 'node:child_process'
import {closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {env, kill} from 'node:process'
import type {CommandEnd} from '../domain/restart.js'

/** Of what it writes, this much is read to find its last line. */
const KEPT = 4096

/**
 * Runs a command of the user in a shell, in a process group of its own: Ctrl-C ends clustertool after this command,
 * and must not end the command in the middle of a restart. Kills the group after the limit in milliseconds.
 * `variables` are added to the environment.
 */
export function runCommand(
  command: string,
  limitMs: number,
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandEnd> {
  const output = openOutput()
  return new Promise<CommandEnd>((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['ignore', output, output],
      env: {...env, ...variables},
    })
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      killGroup(child.pid)
    }, limitMs)
    child.once('error', reject)
    // Not `close`: a server that the command started in the background may keep its output open.
    child.once('exit', (exitCode) => {
      clearTimeout(timer)
      resolve({exitCode, said: lastLine(output), isLate})
    })
  }).finally(() => closeSync(output))
}

/**
 * A file that nobody else can read, and that is gone when it is closed. With a pipe, the command would die when it
 * writes after this process was killed, perhaps between stopping a server and starting it.
 */
function openOutput(): number {
  const folder = mkdtempSync(join(tmpdir(), 'clustertool-'))
  const output = openSync(join(folder, 'output'), 'w+', 0o600)
  rmSync(folder, {recursive: true})
  return output
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function lastLine(output: number): string {
  const {size} = fstatSync(output)
  const end = Buffer.alloc(Math.min(size, KEPT))
  readSync(output, end, {position: Math.max(0, size - KEPT)})
  return end.toString().trimEnd().split('\n').at(-1) ?? ''
}
