import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import type {Operation} from '../domain/operation.js'

/**
 * Whether the process that wrote a journal is running; false if it is on another machine, because nothing is known
 * about it.
 */
export function isAlive({host, pid, process: written}: Operation): boolean {
  const mark = written !== undefined && host === hostname() ? processMark(pid) : undefined
  return mark !== undefined && mark === written
}

/**
 * Whether a journal was written by a process of this machine that has ended; false if that is not known. Reads only
 * its first line.
 */
export async function isOfDeadProcess(folder: string, id: string): Promise<boolean> {
  const text = await readFile(join(folder, `${id}.jsonl`), 'utf8').catch(() => '')
  const {
    host,
    pid,
    process: written,
  } = (firstLineOf(text) ?? {}) as Partial<Pick<Operation, 'host' | 'pid' | 'process'>>
  if (text === '') return isIdOfDead(id)
  if (host !== hostname() || typeof pid !== 'number' || written === undefined) return false
  return processMark(pid) !== written
}

/** Names a run that has no journal, so that it can be told later whether its process has ended. */
export function controlledId(command: string, {host, pid}: Pick<Operation, 'host' | 'pid'>): string {
  const at = new Date().toISOString().replaceAll(/[:.]/g, '-')
  return `${at}-${command}-${tagOf(host)}-${pid}-${count++}`
}

/** Gives two runs of one process different names. */
let count = 0

function isIdOfDead(id: string): boolean {
  const [, host, pid] = /^[^Z]*Z-[a-z]+-(.*)-(\d+)-\d+$/.exec(id) ?? []
  return host === tagOf(hostname()) && processMark(Number(pid)) === undefined
}

function tagOf(host: string): string {
  return host.replaceAll(/\W/g, '_')
}

function firstLineOf(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, text.indexOf('\n')))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Distinguishes a process of this machine from all others that had or will have its pid; undefined if there is no
 * such process, or the system does not say.
 */
export function processMark(pid: number): string | undefined {
  return process.platform === 'linux' ? markOnLinux(pid) : startOf(pid)
}

/**
 * The boot, and the time after it at which the process was started: field 22, counted after the name, which may
 * contain anything.
 */
function markOnLinux(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A dead process whose parent has not collected its status does nothing any more.
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
