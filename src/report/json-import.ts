import type {ImportOutcome} from '../domain/import.js'
import {toDocument} from './json.js'
import type {Document, ImportJson} from './json-types.js'

/** The document of `import --json`. Keys are bytes: `key` is for reading, `hex` is exact. */
export function importJson(outcome: ImportOutcome): Document<ImportJson> {
  const {status, source, tallies, troubles, samples, sizes, stopped, resumed, cautions} = outcome
  return toDocument('import', {
    status,
    source,
    databases: tallies,
    stopped,
    resumed,
    cautions,
    troubles: {
      count: troubles.count,
      shown: troubles.shown.map(({key, db, what}) => ({
        key: key.toString(),
        hex: key.toString('hex'),
        db,
        message: what,
      })),
    },
    samples,
    clusterKeys: sizes,
    milliseconds: Math.round(outcome.milliseconds),
    bytes: outcome.bytes,
  })
}
