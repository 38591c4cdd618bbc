import {type FileHandle, open, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {savedKeyDocument} from '../contract/saved-key.js'
import {ClusterToolError} from '../domain/errors.js'
import type {SavedFile, SavedKey, SavedLine} from '../domain/saved-key.js'
import {tryFolder} from './folder.js'

/**
 * Appends keys to a file of this process in the folder, one JSON document per line: key and value in base64, the
 * value in the format of RESTORE. Returns the file's name when all is on the disk. Throws INCOMPLETE if it cannot be
 * written; then the file contains none of these keys.
 */
export async function saveKeys(folder: string, keys: readonly SavedKey[]): Promise<string> {
  const path = join(folder, `saved-keys-${process.pid}-${STARTED}.ndjson`)
  // Pairs of nodes save keys in parallel, and long appends would mix.
  const saving = queue.last.then(() => save(folder, path, keys))
  queue.last = Promise.allSettled([saving])
  await saving
  return path
}

const STARTED = Date.now()
const queue: {last: Promise<unknown>} = {last: Promise.resolve()}

async function save(folder: string, path: string, keys: readonly SavedKey[]): Promise<void> {
  const reason = await tryFolder(folder)
  if (reason !== undefined) throw unsaved(path, reason)
  const text = keys.map((key) => `${JSON.stringify(savedKeyDocument(key))}\n`).join('')
  try {
    await using file = await open(path, 'a+', 0o600)
    await append(file, text)
    await using directory = await open(folder, 'r')
    await directory.sync()
  } catch (cause) {
    if (!isSystemError(cause)) throw cause
    throw unsaved(path, cause.message, cause)
  }
}

/** All or nothing, as far as the disk allows. */
async function append(file: FileHandle, text: string): Promise<void> {
  const {size} = await file.stat()
  const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString()
  try {
    // An incomplete line must not damage a good one.
    await file.appendFile(last === '\n' ? text : `\n${text}`)
    await file.sync()
  } catch (error) {
    await file.truncate(size).catch(whenSystemError)
    throw error
  }
}

function unsaved(path: string, reason: string, cause?: unknown): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `copies of keys cannot be saved in ${path} (${reason}), so they were not deleted`,
    {cause},
  )
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function whenSystemError(error: unknown): void {
  if (!isSystemError(error)) throw error
}

/** The keys of a file that `saveKeys` has written. Throws USAGE if none of its lines is valid. */
export async function readSaved(path: string): Promise<SavedFile> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new ClusterToolError('USAGE', `${path} cannot be read: ${cause.message}`, {cause})
  })
  const {parseSavedKey} = await import('../contract/parsers/saved-key.js')
  const lines: SavedLine[] = []
  const broken: number[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '') continue
    const whole = parseSavedKey(line)
    const saved = whole ?? parseSavedKey(line.slice(line.lastIndexOf('{')))
    if (saved) lines.push(saved)
    if (!whole) broken.push(at + 1)
  }
  if (lines.length > 0 || broken.length === 0) return {lines, broken}
  throw new ClusterToolError(
    'USAGE',
    `${path} is not a file of saved keys: line ${broken[0]} does not contain a key.`,
  )
}
