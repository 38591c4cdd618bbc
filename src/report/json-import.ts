import type {ImportOutcome, ImportTally} from '../domain/import.js'
import {toDocument} from './json.js'
import type {Document} from './json-types.js'

/** The outcome of import and restore. */
type ImportJson = {
  readonly status: ImportOutcome['status']
  readonly source: string
  readonly databases: readonly ImportTally[]
  /** Why it stopped before its end. */
  readonly stopped: string | undefined
  readonly resumed: boolean
  readonly cautions: readonly string[]
  readonly notes: readonly string[]
  readonly troubles: TroublesJson
  readonly samples: ImportOutcome['samples']
  readonly clusterKeys: ImportOutcome['sizes']
  readonly evicted: number
  readonly missing: number
  readonly milliseconds: number
  readonly bytes: number
}

/** The document of `import --json`. Keys are bytes: `key` is for reading, `hex` is exact. */
export function importJson(outcome: ImportOutcome, command = 'import'): Document<ImportJson> {
  const {status, source, tallies, troubles, samples, sizes, stopped, resumed, cautions} = outcome
  return toDocument(command, {
    status,
    source,
    databases: tallies,
    stopped,
    resumed,
    cautions,
    notes: outcome.notes,
    troubles: troublesJson(troubles),
    samples,
    clusterKeys: sizes,
    evicted: outcome.evicted,
    missing: outcome.missing,
    milliseconds: Math.round(outcome.milliseconds),
    bytes: outcome.bytes,
  })
}

export type TroublesJson = {
  readonly count: number
  /** The first hundred. */
  readonly shown: readonly {
    readonly key: string
    readonly hex: string
    readonly db: number
    readonly message: string
  }[]
}

/** Keys by which something is wrong: `key` is for reading, `hex` is exact. */
export function troublesJson({count, shown}: ImportOutcome['troubles']): TroublesJson {
  return {
    count,
    shown: shown.map(({key, db, what}) => ({
      key: key.toString(),
      hex: key.toString('hex'),
      db,
      message: what,
    })),
  }
}
