import {closeSync, fdatasync, fdatasyncSync, openSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {FORMAT_VERSION, type SavedPlan} from '../domain/operation.js'
import type {Operator} from '../domain/operator.js'
import type {Event, Status} from '../domain/outcome.js'
import {openFolder, unwritable} from './folder.js'

/** What is known of an operation before its first step. */
export type Beginning = SavedPlan & {readonly operator: Operator; readonly of: string | undefined}

export type Recorder = {
  /** Writes down what happens, before this returns: what is not begun yet when it is called begins afterwards. */
  readonly listener: (event: Event) => void
  readonly end: (status: Status) => void
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
  const {host, pid} = operator
  const at = new Date()
  const name = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${beginning.command}-${pid}-${count++}.jsonl`
  const path = join(folder, name)
  const file = open(path, folder)
  write({type: 'begun', format: 'clustertool-journal', version: FORMAT_VERSION, host, pid, ...beginning})
  fdatasyncSync(file)
  return {
    path,
    listener(event) {
      const entry = toEntry(event)
      if (!entry) return
      write(entry)
      if (entry.type === 'step-finished') fdatasync(file, () => undefined)
    },
    end(status) {
      write({type: 'ended', status})
      fdatasyncSync(file)
      closeSync(file)
    },
  }

  function write(entry: Record<string, unknown>): void {
    try {
      writeSync(file, `${JSON.stringify({at: new Date().toISOString(), ...entry})}\n`)
    } catch (cause) {
      throw unwritable(path, cause instanceof Error ? cause.message : String(cause))
    }
  }
}

function open(path: string, folder: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    throw unwritable(folder, cause instanceof Error ? cause.message : String(cause))
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
