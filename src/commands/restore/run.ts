import type {VerifyFlags} from '../verify/flags.js'
import type {RestoreFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ImportOutcome} from '../../domain/import.js'
import {MOVE_DEFAULTS} from '../../domain/move.js'
import type {VerifyOutcome} from '../../domain/verify.js'
import {restore} from '../../operations/restore.js'
import {restoreSaved} from '../../operations/restore-saved.js'
import {verify} from '../../operations/verify.js'
import {isTargetWord, type Target} from '../../profiles/target.js'
import {targetOf} from '../../cli/target.js'
import type {Asked} from '../../cli/change.js'
import {transferOptions, withTransfer} from '../import/run.js'

/** The folder of a backup, and a node of the cluster as one or two words, or none. Throws USAGE. */
export function parseRestoreWords(command: string, words: readonly string[]): {dir: string; target: Target} {
  const [dir, ...node] = words
  // A lone address is a node whose folder was forgotten.
  const isAlone = node.length === 0 && isTargetWord(dir ?? '')
  if (dir === undefined || dir === '' || isAlone || node.length > 2) {
    throw new ClusterToolError(
      'USAGE',
      `${command} takes the folder of a backup and a node of the cluster.`,
      {
        hints: [`Example: clustertool ${command} backups/monday 10.0.0.1:7000`],
      },
    )
  }
  return {dir, target: targetOf(node[0], node[1])}
}

type RestoreWords = {readonly dir: string; readonly seed: Address}

/** Runs restore with this terminal: for a backup, or for keys that fix and moves saved before they deleted them. */
export function runRestore(
  {dir, seed}: RestoreWords,
  flags: RestoreFlags,
  asked: Asked,
): Promise<ImportOutcome> {
  const options = {...transferOptions(flags), allowIncomplete: flags['allow-incomplete']}
  return withTransfer(flags, asked, (context) =>
    dir.endsWith('.ndjson')
      ? restoreSaved(dir, seed, options, context)
      : restore(dir, seed, options, context),
  )
}

/** Nothing is sent, so most of this does not matter. */
const VERIFYING = {
  copy: true,
  existing: 'keep-both' as const,
  maxPauseMs: MOVE_DEFAULTS.maxPauseMs,
  pipeline: undefined,
  timeoutMs: MOVE_DEFAULTS.timeoutMs,
  way: 'stream' as const,
}

/** Runs verify with this terminal. */
export function runVerify(
  {dir, seed}: RestoreWords,
  flags: VerifyFlags,
  asked: Asked,
): Promise<VerifyOutcome> {
  const settings = {...VERIFYING, patienceMs: flags.patience * 1000}
  const options = {settings, allowIncomplete: flags['allow-incomplete']}
  return withTransfer(flags, asked, (context) => verify(dir, seed, options, context))
}
