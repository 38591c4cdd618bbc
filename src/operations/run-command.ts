import {spawn} from 'node:child_process'
import {env, kill} from 'node:process'
import type {CommandEnd} from '../domain/restart.js'

/** Of what it writes, this much is kept to find its last line. */
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
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...env, ...variables},
    })
    let output = ''
    let isLate = false
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const timer = setTimeout(() => {
      isLate = true
      killGroup(child.pid)
    }, limitMs)
    child.once('error', reject)
    // Not `close`: a server that the command started in the background may keep its output open.
    child.once('exit', (exitCode) => {
      clearTimeout(timer)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({exitCode, said: lastLine(output), isLate})
    })
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}
