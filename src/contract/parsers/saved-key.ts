import type {SavedLine} from '../../domain/saved-key.js'
import {savedKeyLine} from '../schemas/saved-key.js'
import {parseJson, read} from './read.js'

/** A saved key from its line; undefined for what is none. */
export function parseSavedKey(line: string): SavedLine | undefined {
  const {value} = read(savedKeyLine, parseJson(line))
  return (
    value && {
      ...value,
      key: Buffer.from(value.key, 'base64'),
      payload: Buffer.from(value.payload, 'base64'),
      savedAt: Date.parse(value.savedAt),
    }
  )
}
