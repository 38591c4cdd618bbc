import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Operation} from '../domain/operation.js'

/** Journals that could be read, oldest first, and what is wrong with the others. */
export type Journals = {readonly operations: readonly Operation[]; readonly problems: readonly string[]}

/** Reads all journals of the folder; none if it does not exist. */
export async function readJournals(folder: string): Promise<Journals> {
  const names = await readdir(folder).catch(() => [])
  // Only commands that read load the schemas.
  const {parseJournal} = await import('../contract/parsers/journal.js')
  const read = await Promise.all(
    names
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted()
      .map(async (name) => parseJournal(name, await readFile(join(folder, name), 'utf8').catch(() => ''))),
  )
  return {
    operations: read.flatMap((result) => (typeof result === 'string' ? [] : [result])),
    problems: read.flatMap((result) => (typeof result === 'string' ? [result] : [])),
  }
}
