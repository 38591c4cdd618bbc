import type {Address} from '../../src/domain/address.js'
import type {ExistingKeys, ImportOutcome} from '../../src/domain/import.js'
import type {VerifyOutcome} from '../../src/domain/verify.js'
import {serveRdb} from '../../src/local/rdb-server.js'
import {restore, type RestoreContext} from '../../src/operations/restore.js'
import {restoreSaved} from '../../src/operations/restore-saved.js'
import {verify} from '../../src/operations/verify.js'
import {explainFindings} from '../../src/report/finding-text.js'
import type {ServerProgram} from './matrix.js'
import {SETTINGS} from './run-import.js'
import {testOperator} from './state-folder.js'
import {PLAIN} from './test-cluster.js'

type RestoreWishes = {
  readonly existing?: ExistingKeys
  readonly allowIncomplete?: boolean
  readonly onEvent?: RestoreContext['onEvent']
  readonly freeMemory?: number
}

/** Runs restore with default flags, with this server for the files. */
export function runRestore(
  dir: string,
  seed: Address,
  program: ServerProgram,
  {existing = 'keep-both', allowIncomplete = false, ...changed}: RestoreWishes = {},
): Promise<ImportOutcome> {
  return restore(
    dir,
    plain(seed),
    {settings: {...SETTINGS, existing}, databases: undefined, dryRun: false, allowIncomplete},
    {...contextFor(program), ...changed},
  )
}

/** Runs restore of a file of saved keys. */
export function runRestoreSaved(
  path: string,
  seed: Address,
  changed: Partial<Pick<RestoreContext, 'show' | 'signal' | 'connection'>>,
): Promise<ImportOutcome> {
  const {serve: _serve, freeMemory: _freeMemory, ...context} = contextFor({path: ''})
  return restoreSaved(path, plain(seed), {settings: SETTINGS, dryRun: false}, {...context, ...changed})
}

/** Runs verify of a backup. */
export function runVerify(
  dir: string,
  seed: Address,
  program: ServerProgram,
  {allowIncomplete = false, ...changed}: Pick<RestoreWishes, 'allowIncomplete' | 'freeMemory'> = {},
): Promise<VerifyOutcome> {
  return verify(dir, plain(seed), {settings: SETTINGS, allowIncomplete}, {...contextFor(program), ...changed})
}

function contextFor({path: program}: Pick<ServerProgram, 'path'>): RestoreContext {
  const {signal} = new AbortController()
  const purpose = 'write keys in a format that the cluster can read'
  return {
    connection: {...PLAIN, commandTimeoutMs: 5000},
    signal,
    onEvent: () => undefined,
    ...testOperator(),
    explain: explainFindings,
    show: () => undefined,
    confirm: () => Promise.resolve(true),
    freeMemory: Infinity,
    serve: (path, accepts) => serveRdb(path, {signal, limitMs: 10_000, accepts, purpose, program}),
  }
}

function plain({host, port}: Address): Address {
  return {host, port}
}
