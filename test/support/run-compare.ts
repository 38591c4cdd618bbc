import type {Address} from '../../src/domain/address.js'
import type {CompareOutcome, CompareProposal, CompareSettings} from '../../src/domain/compare.js'
import type {Listener} from '../../src/domain/outcome.js'
import {compare} from '../../src/operations/compare.js'
import {explainFindings} from '../../src/report/finding-text.js'
import {testOperator} from './state-folder.js'
import {PLAIN} from './test-cluster.js'

export type CompareWishes = Partial<CompareSettings> & {
  readonly databases?: readonly number[]
  readonly fix?: boolean
  readonly signal?: AbortSignal
  readonly onEvent?: Listener
  readonly confirm?: (proposal: CompareProposal) => Promise<boolean>
}

/** Runs compare with default flags, but for a shorter lag; with `fix`, the answer is yes unless `confirm` is given. */
export function runCompare(
  from: Address,
  seed: Address,
  {databases, fix = false, signal, onEvent, confirm, ...settings}: CompareWishes = {},
): Promise<CompareOutcome> {
  const connection = {...PLAIN, commandTimeoutMs: 5000}
  const all = {sample: undefined, lagMs: 1000, rate: undefined, patienceMs: 20_000, timeoutMs: 5000}
  return compare(
    {kind: 'server', address: {host: from.host, port: from.port}, connection},
    {host: seed.host, port: seed.port},
    {databases, fix, settings: {...all, ...settings}},
    {
      connection,
      signal: signal ?? new AbortController().signal,
      onEvent: onEvent ?? (() => undefined),
      stateFolder: testOperator().stateFolder,
      explain: explainFindings,
      confirm: confirm ?? (() => Promise.resolve(true)),
    },
  )
}

/** The keys that an outcome names, as `key: what`, in order. */
export function differencesIn({troubles}: CompareOutcome): string[] {
  return troubles.shown.map(({key, what}) => `${key.toString('latin1')}: ${what}`).toSorted()
}
