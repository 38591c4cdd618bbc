import type {Address} from '../../src/domain/address.js'
import type {ImportOutcome, ImportSettings} from '../../src/domain/import.js'
import {importKeys, type ImportOptions} from '../../src/operations/import.js'
import {type ImportContext} from '../../src/operations/import-context.js'
import type {SourcePlace} from '../../src/operations/import-sources.js'
import {explainFindings} from '../../src/report/finding-text.js'
import {testOperator} from './state-folder.js'
import {PLAIN} from './test-cluster.js'

export type ImportWishes = Partial<ImportSettings> &
  Partial<Pick<ImportOptions, 'databases' | 'dryRun'>> & {
    readonly context?: Partial<ImportContext>
  }

/** Runs import with default flags and --copy. */
export function runImport(
  seed: Address,
  from: Address | SourcePlace,
  {databases, dryRun = false, context, ...settings}: ImportWishes = {},
): Promise<ImportOutcome> {
  const place: SourcePlace =
    'kind' in from ? from : {kind: 'server', address: {host: from.host, port: from.port}, connection: PATIENT}
  return importKeys(
    {host: seed.host, port: seed.port},
    place,
    {databases, dryRun, settings: {...SETTINGS, ...settings}},
    {
      connection: PATIENT,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      ...testOperator(),
      explain: explainFindings,
      show: () => undefined,
      confirm: () => Promise.resolve(true),
      ...context,
    },
  )
}

const PATIENT = {...PLAIN, commandTimeoutMs: 5000}

export const SETTINGS: ImportSettings = {
  copy: true,
  existing: 'keep-both',
  maxPauseMs: 10,
  pipeline: undefined,
  timeoutMs: 5000,
  patienceMs: 20_000,
  way: 'auto',
}
