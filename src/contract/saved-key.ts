import type {SavedKey} from '../domain/saved-key.js'
import type {Full} from './full.js'
import type {SavedKeyDocument} from './schemas/saved-key.js'

/** The line of a key that is to be deleted. */
export function savedKeyDocument({key, payload, ...facts}: SavedKey): Full<SavedKeyDocument> {
  return {
    ...facts,
    key: key.toString('base64'),
    payload: payload.toString('base64'),
    savedAt: new Date().toISOString(),
  }
}
