import {open} from 'node:fs/promises'
import {join} from 'node:path'
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
