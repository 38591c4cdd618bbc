import {open, readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {JournalFact} from '../domain/journal-event.js'
import type {Operation} from '../domain/operation.js'

/** Lines that were added to one journal, oldest first. */
export type JournalGrowth = {
  readonly operation: Operation
  readonly added: readonly {readonly time: string; readonly fact: JournalFact}[]
}

/** How far a journal was read: bytes of complete lines, and its first line. */
type Position = {readonly offset: number; readonly head: string}

/** Complete lines behind the last position of a journal. */
type NewLines = {readonly name: string; readonly head: string; readonly lines: readonly string[]}

/** The newest are enough: each is looked at several times a second. */
const MOST = 500

/** Reads what is added to the journals of a folder. */
export class JournalTail {
  private readonly folder: string
  private readonly positions = new Map<string, Position>()

  constructor(folder: string) {
    this.folder = folder
  }

  /** Leaves out all that is in the journals now. */
  async skip(): Promise<void> {
    await this.readNew()
  }

  /** What was added since the last call. Journals that cannot be read are left out. */
  async next(): Promise<readonly JournalGrowth[]> {
    const grown = await this.readNew()
    if (grown.length === 0) return []
    const [{parseJournal}, {parseJournalFact}] = await Promise.all([
      import('../contract/parsers/journal.js'),
      import('../contract/parsers/journal-fact.js'),
    ])
    return grown.flatMap(({name, head, lines}) => {
      const operation = parseJournal(name, head)
      if (typeof operation === 'string') return []
      return [{operation, added: lines.flatMap((line) => parseJournalFact(line) ?? [])}]
    })
  }

  private async readNew(): Promise<readonly NewLines[]> {
    const names = await readdir(this.folder).catch(whenFileError([]))
    const journals = names
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted()
      .slice(-MOST)
    const grown = await Promise.all(journals.map((name) => this.readGrown(name)))
    return grown.flatMap((one) => one ?? [])
  }

  private async readGrown(name: string): Promise<NewLines | undefined> {
    const {offset, head} = this.positions.get(name) ?? {offset: 0, head: undefined}
    const bytes = await readFrom(join(this.folder, name), offset).catch(whenFileError(undefined))
    // The last line may not be written completely.
    const length = (bytes?.lastIndexOf('\n') ?? -1) + 1
    if (!bytes || length === 0) return undefined
    const lines = bytes.toString('utf8', 0, length).trimEnd().split('\n')
    const position = {offset: offset + length, head: head ?? lines[0] ?? ''}
    this.positions.set(name, position)
    return {name, head: position.head, lines}
  }
}

/** What a file has behind that many bytes; undefined if it has no more. */
async function readFrom(path: string, offset: number): Promise<Buffer | undefined> {
  if ((await stat(path)).size <= offset) return undefined
  await using file = await open(path)
  const {size} = await file.stat()
  const {buffer, bytesRead} = await file.read(Buffer.alloc(size - offset), 0, size - offset, offset)
  return buffer.subarray(0, bytesRead)
}

/** For `catch`: a journal may be deleted at any time, and the folder may not exist yet. Errors of files have a code. */
function whenFileError<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return instead
  }
}
