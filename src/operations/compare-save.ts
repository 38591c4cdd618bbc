import {ClusterToolError} from '../domain/errors.js'
import type {SavedKey} from '../domain/saved-key.js'
import {saveKeys} from '../journal/saved-keys.js'

/** Saves keys of the cluster before they are changed; returns the file, if there are any. Throws INCOMPLETE. */
export async function saveBefore(folder: string, keys: readonly SavedKey[]): Promise<string | undefined> {
  let file: string | undefined
  for (const some of inFileParts(keys)) file = await saveKeys(folder, some)
  return file
}

/** What is written to the file at once, as text of four thirds of its size: a text cannot be larger than 512 MB. */
const MOST_FILE_BYTES = 64_000_000
const MOST_KEY_BYTES = 350_000_000

/** Keys in parts that can be written. Throws INCOMPLETE for one that cannot. */
function inFileParts(keys: readonly SavedKey[]): SavedKey[][] {
  const parts: SavedKey[][] = []
  let bytes = Infinity
  for (const key of keys) {
    const {length} = key.payload
    if (length > MOST_KEY_BYTES) throw tooLarge(key)
    if (bytes + length > MOST_FILE_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(key)
    bytes += length
  }
  return parts
}

function tooLarge({key, payload}: SavedKey): ClusterToolError {
  const size = `${Math.round(payload.length / 1_000_000)} MB`
  return new ClusterToolError(
    'INCOMPLETE',
    `The key ${key.toString()} of the cluster is too large to be saved (${size}).`,
  )
}
