import {open, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import type {SavedKey} from '../domain/saved-key.js'
import {openFolder} from './folder.js'

/**
 * Appends keys to a file of this process in the folder, a JSON document a line: key and value in base64, the value as
 * RESTORE takes it. Returns the file's name once it is on the disk. Throws REFUSED when it cannot be written.
 */
export async function saveKeys(folder: string, keys: readonly SavedKey[]): Promise<string> {
  await openFolder(folder)
  const path = join(folder, `saved-keys-${process.pid}-${STARTED}.ndjson`)
  const lines = keys.map(({key, payload, ...facts}) =>
    JSON.stringify({
      ...facts,
      key: key.toString('base64'),
      payload: payload.toString('base64'),
      savedAt: new Date().toISOString(),
    }),
  )
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(`${lines.join('\n')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return path
}

const STARTED = Date.now()

/** A saved key, and when it was saved, in milliseconds since 1970. */
export type SavedLine = SavedKey & {readonly savedAt: number}

/** The keys of a file that `saveKeys` has written. Throws USAGE when it is none. */
export async function readSaved(path: string): Promise<SavedLine[]> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new ClusterToolError('USAGE', `${path} cannot be read: ${cause.message}`, {cause})
  })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, at) => {
      const saved = parseSavedKey(line)
      if (saved) return saved
      throw new ClusterToolError(
        'USAGE',
        `${path} is not a file of saved keys: line ${at + 1} is none of a key.`,
      )
    })
}

/** Undefined for a line that `saveKeys` has not written. */
function parseSavedKey(line: string): SavedLine | undefined {
  try {
    const {key, payload, savedAt, ...facts} = JSON.parse(line) as Record<string, unknown>
    const {db, timeToLiveMs} = facts
    if (typeof key !== 'string' || typeof payload !== 'string' || typeof savedAt !== 'string')
      return undefined
    if (typeof db !== 'number' || typeof timeToLiveMs !== 'number') return undefined
    return {
      node: String(facts['node']),
      slot: Number(facts['slot']),
      db,
      timeToLiveMs,
      key: Buffer.from(key, 'base64'),
      payload: Buffer.from(payload, 'base64'),
      savedAt: Date.parse(savedAt),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
