import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {hostname} from 'node:os'
import type {Operation} from '../domain/operation.js'

/** Whether the process that wrote a journal still runs; false when it is one of another machine, of which nothing is known. */
export function isAlive({host, pid, process: written}: Operation): boolean {
  const mark = written !== undefined && host === hostname() ? processMark(pid) : undefined
  return mark !== undefined && mark === written
}

/**
 * Tells a process of this machine from every other one that had or will have its pid; undefined when there is none, or
 * the system does not tell.
 */
export function processMark(pid: number): string | undefined {
  return process.platform === 'linux' ? markOnLinux(pid) : startOf(pid)
}

/** The boot, and the tick in it at which the process was started: field 22, counted behind the name, which may hold anything. */
function markOnLinux(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A dead process whose parent has not asked for it yet does nothing any more.
    return state === 'Z' || state === 'X' ? undefined : `${boot} ${fields[18] ?? ''}`
  } catch {
    // No such process, or no /proc.
    return undefined
  }
}

function startOf(pid: number): string | undefined {
  try {
    const args = ['-o', 'lstart=', '-p', `${pid}`]
    const text = execFileSync('ps', args, {stdio: ['ignore', 'pipe', 'ignore'], timeout: 2000}).toString()
    return text.trim() || undefined
  } catch {
    // No such process, or no ps.
    return undefined
  }
}
