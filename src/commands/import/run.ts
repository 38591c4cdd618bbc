import {freemem} from 'node:os'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {type ExistingKeys, type ImportOutcome, parseImportSource} from '../../domain/import.js'
import {serveRdb} from '../../local/rdb-server.js'
import {importKeys, type ImportOptions} from '../../operations/import.js'
import {importFile} from '../../operations/import-file.js'
import type {SourcePlace} from '../../operations/import-sources.js'
import type {ServeFile, Serving} from '../../operations/serve-backup.js'
import {noteText} from '../../report/change-text.js'
import {explainFindings} from '../../report/finding-text.js'
import {importProposalText} from '../../report/import-text.js'
import type {Env} from '../../profiles/env.js'
import {isProfileWord} from '../../profiles/target.js'
import {confirm} from '../../cli/ask.js'
import {type Asked, toTerminal} from '../../cli/change.js'
import type {ConnectionFlags} from '../../cli/flags.js'
import {rateOf} from '../../cli/move-flags.js'
import {invocation} from '../../cli/invocation.js'
import type {ImportFlags, TransferFlags} from './flags.js'
import {runFollow} from './follow.js'
import {profilePlace, sourceConnection, toPlace} from './source.js'
import {localContext} from '../../cli/local-context.js'
import {openProgress} from '../../cli/progress.js'
import {run} from '../../cli/run.js'

/** Runs import with this terminal. Asks before it moves keys, because the source loses them. */
export async function runImport(
  seed: Address,
  flags: ImportFlags & ConnectionFlags,
  {env, ...asked}: Asked & {readonly env: Env},
): Promise<ImportOutcome> {
  const options = {...transferOptions(flags), databases: flags.db}
  // In the spelling of an older tool, @ has no meaning.
  if (isProfileWord(flags.from) && !invocation.view) {
    const place = await profilePlace(flags.from, flags, env, asked.signal)
    return withTransfer(flags, asked, (context) =>
      importOrFollow(seed, place, {flags, options}, {context, asked}),
    )
  }
  const source = parseImportSource(flags.from)
  if (source.kind === 'rdb') {
    if (flags.follow) {
      throw new ClusterToolError('USAGE', '--follow does not work with an RDB file, which nobody writes to.')
    }
    if (flags.move) {
      throw new ClusterToolError('USAGE', '--move does not work with an RDB file.')
    }
    return withTransfer(flags, asked, (context) => importFile(seed, source.path, options, context))
  }
  const place = await toPlace(source, await sourceConnection(source, flags, asked), asked.signal)
  return withTransfer(flags, asked, (context) =>
    importOrFollow(seed, place, {flags, options}, {context, asked}),
  )
}

function importOrFollow(
  seed: Address,
  place: SourcePlace,
  wishes: {readonly flags: ImportFlags; readonly options: ImportOptions},
  here: {readonly context: TransferContext; readonly asked: Asked},
): Promise<ImportOutcome> {
  return wishes.flags.follow
    ? runFollow(seed, place, wishes, here)
    : importKeys(seed, place, wishes.options, here.context)
}

/** What this terminal passes to an operation that imports keys. */
export type TransferContext = Parameters<typeof importKeys>[3] &
  Serving & {
    /** Prints lines between those of the progress. */
    readonly say: (text: string) => void
  }

/** Runs an operation that imports or compares keys. */
export async function withTransfer<T>(
  flags: Pick<TransferFlags, 'progress' | 'load-timeout' | 'server' | 'yes'>,
  asked: Asked,
  operation: (context: TransferContext) => Promise<T>,
): Promise<T> {
  const {json} = asked
  const quiet = asked.detail === 'quiet'
  const progress = await openProgress(json || quiet, (id) => id, toTerminal(flags, asked).progress)
  const say = (text: string) => {
    progress.stop()
    if (!json && !quiet) process.stdout.write(`${text}\n`)
  }
  try {
    return await operation({
      ...asked,
      ...localContext(),
      explain: explainFindings,
      say,
      serve: serveFile(asked, flags),
      freeMemory: freeMemory(),
      show: (proposal) => say(importProposalText(proposal, asked)),
      confirm: ({source}) =>
        confirm(`Move these keys and delete them from ${source}? (type 'yes' to accept): `, {
          ...asked,
          yes: flags.yes ?? false,
        }),
      onEvent(event) {
        run.note(event)
        if (event.type === 'note') say(noteText(event.text))
        else progress.listener(event)
      },
    })
  } finally {
    progress.stop()
  }
}

function serveFile({signal}: Asked, flags: Pick<TransferFlags, 'load-timeout' | 'server'>): ServeFile {
  const limitMs = flags['load-timeout'] * 1000
  const purpose = 'write keys in a format that the cluster can read'
  return (path, accepts) => serveRdb(path, {signal, limitMs, accepts, purpose, program: flags.server})
}

/** Only on Linux: other systems count memory as used that programs could get. */
function freeMemory(): number {
  return process.platform === 'linux' ? freemem() : Infinity
}

/** The settings of an import. Throws USAGE for flags that contradict each other. */
export function transferOptions(
  flags: TransferFlags,
): Omit<ImportOptions, 'databases'> & {databases: undefined} {
  if (flags.replace && flags['skip-existing']) {
    throw new ClusterToolError('USAGE', '--replace and --skip-existing cannot both be given.')
  }
  if (flags.copy && flags.move) {
    throw new ClusterToolError('USAGE', '--copy and --move cannot both be given.')
  }
  const existing: ExistingKeys = flags.replace ? 'replace' : flags['skip-existing'] ? 'skip' : 'keep-both'
  return {
    dryRun: flags['dry-run'],
    databases: undefined,
    settings: {
      copy: !(flags.move ?? false),
      existing,
      maxPauseMs: flags['max-pause'],
      pipeline: flags.pipeline,
      timeoutMs: flags.timeout,
      patienceMs: flags.patience * 1000,
      way: flags.way,
      rate: rateOf(flags),
    },
  }
}
