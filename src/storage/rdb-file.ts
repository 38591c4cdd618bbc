import {createReadStream} from 'node:fs'
import {open, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {RdbFacts, RdbFormat} from '../domain/backup.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {RdbDigest} from './rdb-digest.js'
import {parseRdbHeader, RDB_HEADER_BYTES} from './rdb-header.js'

/** The suffix of a file until it is complete. */
const PART = '.part'

/** Pieces are collected to this size before they are written. */
const WRITE_BYTES = 1_048_576

/** A file that is being written: its folder and its final name. */
export type FilePlace = {readonly dir: string; readonly file: string}

/**
 * Writes an RDB that arrives in pieces to `<file>.part`, and waits until it is on the disk. Returns the facts about
 * it. Throws what the pieces threw, REFUSED if it cannot be written, and INCOMPLETE if it is damaged; then there is
 * no file.
 */
export async function writeRdb(
  place: FilePlace,
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<RdbFacts> {
  const digest = new RdbDigest()
  try {
    await writeChunks(partOf(place), chunks, (chunk) => {
      digest.update(chunk)
      onBytes(chunk.length)
    })
    const facts = digest.end()
    if (typeof facts === 'string')
      throw new ClusterToolError('INCOMPLETE', `The received RDB is not valid: ${facts}.`)
    return facts
  } catch (error) {
    await discardRdb(place)
    throw error
  }
}

async function writeChunks(
  path: string,
  chunks: AsyncIterable<Buffer>,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  const handle = await open(path, 'w', 0o600).catch((error: unknown) => {
    throw unwritable(path, error)
  })
  const write = async (pieces: readonly Buffer[]): Promise<void> => {
    // Unlike write and writev, it continues until everything is written.
    await handle.writeFile(Buffer.concat(pieces)).catch((error: unknown) => {
      throw unwritable(path, error)
    })
  }
  try {
    let pieces: Buffer[] = []
    let gathered = 0
    for await (const chunk of chunks) {
      onChunk(chunk)
      pieces.push(chunk)
      gathered += chunk.length
      if (gathered < WRITE_BYTES) continue
      await write(pieces)
      pieces = []
      gathered = 0
    }
    if (pieces.length > 0) await write(pieces)
    await handle.sync().catch((error: unknown) => {
      throw unwritable(path, error)
    })
  } finally {
    await handle.close()
  }
}

/** Gives a complete file its final name. */
export async function keepRdb(place: FilePlace): Promise<void> {
  const path = join(place.dir, place.file)
  await rename(partOf(place), path).catch((error: unknown) => {
    throw unwritable(path, error)
  })
}

/** Removes a file that does not have its final name yet. */
export async function discardRdb(place: FilePlace): Promise<void> {
  await rm(partOf(place), {force: true})
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The facts about an RDB from all its bytes, or what is wrong with it. Rejects if it cannot be read. */
export async function inspectRdb(path: string): Promise<RdbFacts | string> {
  const digest = new RdbDigest()
  for await (const chunk of createReadStream(path, {highWaterMark: WRITE_BYTES}))
    digest.update(chunk as Buffer)
  return digest.end()
}

/** The format of an RDB from its first bytes. Throws REFUSED if it is not an RDB, or cannot be read. */
export async function readRdbFormat(path: string): Promise<RdbFormat> {
  const start = Buffer.alloc(RDB_HEADER_BYTES)
  try {
    const handle = await open(path, 'r')
    try {
      await handle.read(start, 0, start.length, 0)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const reason = messageOf(cause)
    throw new ClusterToolError('REFUSED', `${path} cannot be read: ${reason}.`, {cause})
  }
  const format = parseRdbHeader(start)
  if (format) return format
  throw new ClusterToolError(
    'REFUSED',
    `${path} is not an RDB file: it does not start with the header of one.`,
  )
}

function partOf({dir, file}: FilePlace): string {
  return join(dir, `${file}${PART}`)
}

function unwritable(path: string, cause: unknown): ClusterToolError {
  const reason = messageOf(cause)
  return new ClusterToolError('REFUSED', `${path} cannot be written: ${reason}.`, {cause})
}
