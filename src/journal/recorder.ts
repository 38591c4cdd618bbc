import {messageOf} from '../domain/errors.js'
import {closeSync, fdatasync, fdatasyncSync, openSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type Beginning,
  begunDocument,
  endedDocument,
  eventDocument,
  settingsDocument,
} from '../contract/journal.js'
import type {ControlChange} from '../domain/control.js'
import type {Event} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import {openFolder, unwritable} from './folder.js'
import {processMark} from './process-mark.js'
import {pruneJournals} from './prune.js'

type JournalDocument = ReturnType<typeof begunDocument | typeof endedDocument>

export type Recorder = {
  /**
   * Records an event before it returns, so that nothing starts before it is recorded. If that fails, returns the
   * reason, once; later events are not recorded either.
   */
  readonly write: (event: Event) => string | undefined
  /**
   * Records how the operation ended, and closes the file. If the process ends before, it records that the operation
   * is incomplete.
   */
  readonly end: (status: Status | undefined) => void
  /** Records settings that were changed, as `write` does. `by`: who did it. */
  readonly change: (by: string, change: ControlChange) => string | undefined
  readonly path: string
}

/** Gives two operations of one process different names. */
let count = 0

/**
 * Opens a journal: one JSON document per line, each handed to the operating system before the next action, so that
 * the journal of a killed process is correct; and written to the disk when steps start and end. Throws REFUSED if it
 * cannot be written.
 */
export async function startRecord(folder: string, beginning: Beginning): Promise<Recorder> {
  await openFolder(folder)
  await pruneJournals(folder)
  const {pid} = beginning.operator
  const at = new Date()
  const name = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${beginning.command}-${pid}-${count++}.jsonl`
  const path = join(folder, name)
  const file = open(path, folder)
  let broken = false
  try {
    append(file, begunDocument(beginning, processMark(pid)))
    fdatasyncSync(file)
  } catch (cause) {
    closeSync(file)
    throw unwritable(path, reasonOf(cause))
  }
  return endAtExit({
    path,
    write(event) {
      const entry = eventDocument(event)
      return entry && attempt(entry, () => entry.type === 'step-finished' && fdatasync(file, () => undefined))
    },
    change: (by, change) => attempt(settingsDocument(by, change), () => fdatasync(file, () => undefined)),
    end(status) {
      if (status !== undefined) attempt(endedDocument(status), () => fdatasyncSync(file))
      closeSync(file)
    },
  })

  /** What is in progress continues without a journal: stopping half-way would leave more to repair. */
  function attempt(entry: JournalDocument, sync: () => unknown): string | undefined {
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

/** A process that ends in the middle of an operation does not return to the callers. */
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

function append(file: number, entry: JournalDocument): void {
  writeFileSync(file, `${JSON.stringify(entry)}\n`)
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
