import type {ImportTally} from '../domain/import.js'
import type {Full} from './full.js'
import type {ImportStateDocument} from './schemas/import-state.js'

/** What became of the keys of one database of one server so far. */
export type LaneState = {readonly tally: ImportTally}

/** The document of how far an import has come. */
export function importStateDocument(lanes: ReadonlyMap<string, LaneState>): Full<ImportStateDocument> {
  return {version: 1, lanes: [...lanes]}
}
