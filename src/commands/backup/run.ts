import type {BackupFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import type {BackupOutcome} from '../../domain/backup.js'
import {ClusterToolError} from '../../domain/errors.js'
import {rdbReaders} from '../../local/rdb-readers.js'
import {backup} from '../../operations/backup.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {savingLine} from './text.js'
import {noteText} from '../../report/change-text.js'
import {isTargetWord, type Target} from '../../profiles/target.js'
import {invocation} from '../../cli/invocation.js'
import {targetOf} from '../../cli/target.js'
import {openProgress} from '../../cli/progress.js'

export type BackupTerminal = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  /** The version of clustertool. */
  readonly version: string
}

/** A node of the cluster, as one word or two, and a folder; or a folder alone. Throws USAGE. */
export function parseBackupWords(words: readonly string[]): {target: Target; dir: string} {
  const dir = words.at(-1)
  // A lone address is a node whose folder was forgotten.
  const isBare = words.length === 1 && !invocation.view && !isTargetWord(dir ?? '')
  if (dir === undefined || dir === '' || (words.length < 2 && !isBare) || words.length > 3) {
    throw new ClusterToolError('USAGE', 'backup takes a node of the cluster and a folder.', {
      hints: ['Example: clustertool backup 10.0.0.1:7000 backups/monday'],
    })
  }
  const [node, port] = words.slice(0, -1)
  return {target: targetOf(node, port), dir}
}

/** Runs backup with this terminal. */
export async function runBackup(
  {seed, dir}: {readonly seed: Address; readonly dir: string},
  flags: BackupFlags,
  {connection, signal, json, version}: BackupTerminal,
): Promise<BackupOutcome> {
  const names = new Map<string, string>()
  const progress = await openProgress(json || flags.quiet, (id) => names.get(id) ?? id, flags.progress)
  const say = (line: string): void => {
    if (json || flags.quiet) return
    progress.stop()
    process.stdout.write(`${line}\n`)
  }
  const options = {
    dir,
    fromReplicas: flags['from-replicas'],
    replace: flags.replace,
    allowIncomplete: flags['allow-incomplete'],
    parallel: flags.parallel,
    silenceMs: flags['silence-timeout'] * 1000,
    version,
  }
  try {
    return await backup(seed, options, {
      connection,
      signal,
      rdbReaders,
      onEvent(event) {
        if (event.type === 'note') say(noteText(event.text))
        else progress.listener(event)
      },
      onStart(source) {
        names.set(source.from, source.address)
        say(savingLine(source))
      },
    })
  } finally {
    progress.stop()
  }
}
