import {messageOf} from '../domain/errors.js'
import {closeSync, fdatasync, fdatasyncSync, openSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {FORMAT_VERSION, type SavedPlan} from '../domain/operation.js'
import type {Operator} from '../domain/operator.js'
import type {Event} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import {openFolder, unwritable} from './folder.js'
import {processMark} from './process-mark.js'
import {pruneJournals} from './prune.js'

/** What is known of an operation before its first step. */
export type Beginning = SavedPlan & {readonly operator: Operator; readonly of: string | undefined}

export type Recorder = {
  /**
   * Writes down what happens, before this returns: what is not begun yet when it is called begins afterwards. Returns why
   * that could not be done, the first time; later events are not written either then.
   */
  readonly write: (event: Event) => string | undefined
  /** Writes how it ended, and lets go of the file; a process that ends before writes that it is incomplete. */
  readonly end: (status: Status | undefined) => void
  readonly path: string
}

/** So that two operations of one process have different names. */
let count = 0

/**
 * Opens a journal: a JSON document a line, each handed to the system before the next thing is done, so that a killed
 * tool leaves a true one; and to the disk at the borders of steps. Throws REFUSED when it cannot be written.
 */
export async function startRecord(folder: string, {operator, ...beginning}: Beginning): Promise<Recorder> {
  await openFolder(folder)
  await pruneJournals(folder)
  const {host, pid, startedAt} = operator
  const at = new Date()
  const name = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${beginning.command}-${pid}-${count++}.jsonl`
  const path = join(folder, name)
  const file = open(path, folder)
  let broken = false
  try {
    append(file, {
      type: 'begun',
      format: 'clustertool-journal',
      version: FORMAT_VERSION,
      host,
      pid,
      process: processMark(pid),
      processStartedAt: startedAt,
      ...beginning,
    })
    fdatasyncSync(file)
  } catch (cause) {
    closeSync(file)
    throw unwritable(path, reasonOf(cause))
  }
  return endAtExit({
    path,
    write(event) {
      const entry = toEntry(event)
      return entry && attempt(entry, () => entry.type === 'step-finished' && fdatasync(file, () => undefined))
    },
    end(status) {
      if (status !== undefined) attempt({type: 'ended', status}, () => fdatasyncSync(file))
      closeSync(file)
    },
  })

  /** What is under way goes on without a journal: a stop half-way would leave more to be mended. */
  function attempt(entry: Record<string, unknown>, sync: () => unknown): string | undefined {
    if (broken) return undefined
    try {
      append(file, entry)
      sync()
      return undefined
    } catch (cause) {
      broken = true
      return reasonOf(cause)
    }
  }
}

/** Whoever ends the process in mid-operation does not come back to those that it called. */
function endAtExit(recorder: Recorder): Recorder {
  const cutOff = () => recorder.end('incomplete')
  process.once('exit', cutOff)
  return {
    ...recorder,
    end(status) {
      process.off('exit', cutOff)
      recorder.end(status)
    },
  }
}

function append(file: number, entry: Record<string, unknown>): void {
  writeFileSync(file, `${JSON.stringify({at: new Date().toISOString(), ...entry})}\n`)
}

function reasonOf(cause: unknown): string {
  return messageOf(cause)
}

function open(path: string, folder: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    throw unwritable(folder, reasonOf(cause))
  }
}

function toEntry(event: Event): ({type: string} & Record<string, unknown>) | undefined {
  if (event.type === 'step-started') return {type: 'step-started', step: event.index}
  if (event.type === 'slots-opening' || event.type === 'slots-moved') {
    return {type: event.type, step: event.index, ranges: event.ranges}
  }
  if (event.type !== 'step-finished') return undefined
  const {status, error, move} = event.result
  return {type: 'step-finished', step: event.index, status, error, move}
}
