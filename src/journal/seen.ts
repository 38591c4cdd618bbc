import {type FileHandle, open, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {SeenOperation} from '../domain/seen.js'

/** The journals of the last weeks are enough, and a user waits for the answer. */
const MOST = 20

/** The last operations, newest first. Journals that cannot be read are left out. */
export async function readSeen(folder: string): Promise<readonly SeenOperation[]> {
  const names = await readdir(folder).catch(() => [])
  const journals = names.filter((name) => name.endsWith('.jsonl')).toSorted()
  if (journals.length === 0) return []
  const {parseJournalEnds} = await import('../contract/parsers/journal-ends.js')
  const read = journals
    .slice(-MOST)
    .toReversed()
    .map(async (name) => {
      const [first, last] = await readEnds(join(folder, name))
      return parseJournalEnds(name.replace(/\.jsonl$/, ''), first, last) ?? []
    })
  return (await Promise.all(read)).flat()
}

/** The first and the last line of a file; empty if it cannot be read. */
async function readEnds(path: string): Promise<readonly [string, string]> {
  try {
    await using file = await open(path)
    return [await readFirstLine(file), await readLastLine(file)]
  } catch (error) {
    // Errors of files have a code.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return ['', '']
  }
}

const CHUNK_BYTES = 64 * 1024

async function readFirstLine(file: FileHandle): Promise<string> {
  const chunks: Buffer[] = []
  for (;;) {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES)
    const end = buffer.subarray(0, bytesRead).indexOf('\n')
    chunks.push(buffer.subarray(0, end < 0 ? bytesRead : end))
    if (end >= 0 || bytesRead === 0) return Buffer.concat(chunks).toString()
  }
}

/** The line that ends an operation is short. */
const END_BYTES = 512

async function readLastLine(file: FileHandle): Promise<string> {
  const {size} = await file.stat()
  const {buffer, bytesRead} = await file.read(
    Buffer.alloc(END_BYTES),
    0,
    END_BYTES,
    Math.max(0, size - END_BYTES),
  )
  const text = buffer.toString('utf8', 0, bytesRead)
  return text.trimEnd().split('\n').at(-1) ?? ''
}
