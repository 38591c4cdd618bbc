import {freemem} from 'node:os'
import type {Address, TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {
  type ExistingKeys,
  type ImportOutcome,
  type ImportSource,
  parseImportSource,
} from '../../domain/import.js'
import {serveRdb} from '../../local/rdb-server.js'
import {importKeys, type ImportOptions} from '../../operations/import.js'
import {importFile} from '../../operations/import-file.js'
import type {SourcePlace} from '../../operations/import-sources.js'
import type {ServeFile, Serving} from '../../operations/serve-backup.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {loadTls} from '../../redis/tls.js'
import {noteText} from '../../report/change-text.js'
import {explainFindings} from '../../report/finding-text.js'
import {importProposalText} from '../../report/import-text.js'
import {askPassword, confirm} from '../../cli/ask.js'
import {type Asked, toTerminal} from '../../cli/change.js'
import {keepSecret} from '../../cli/crash.js'
import type {ImportFlags, TransferFlags} from './flags.js'
import {localContext} from '../../cli/local-context.js'
import {openProgress} from '../../cli/progress.js'
import {run} from '../../cli/run.js'

/** Runs import with this terminal. Asks before it moves keys, because the source loses them. */
export async function runImport(seed: Address, flags: ImportFlags, asked: Asked): Promise<ImportOutcome> {
  const source = parseImportSource(flags.from)
  const options = {...transferOptions(flags), databases: flags.db}
  if (source.kind === 'rdb') {
    if (flags.move) {
      throw new ClusterToolError('USAGE', '--move does not work with an RDB file.')
    }
    return withTransfer(flags, asked, (context) => importFile(seed, source.path, options, context))
  }
  const place = toPlace(source, await sourceConnection(source, flags, asked))
  return withTransfer(flags, asked, (context) => importKeys(seed, place, options, context))
}

/** What this terminal passes to an operation that imports keys. */
export type TransferContext = Parameters<typeof importKeys>[3] & Serving

/** Runs an operation that imports or compares keys. */
export async function withTransfer<T>(
  flags: Pick<TransferFlags, 'progress' | 'load-timeout' | 'server' | 'yes'>,
  asked: Asked,
  operation: (context: TransferContext) => Promise<T>,
): Promise<T> {
  const {json, colour} = asked
  const progress = await openProgress(json, (id) => id, toTerminal(flags, asked).progress)
  const say = (text: string) => {
    progress.stop()
    if (!json) process.stdout.write(`${text}\n`)
  }
  try {
    return await operation({
      ...asked,
      stateFolder: localContext().stateFolder,
      explain: explainFindings,
      serve: serveFile(asked, flags),
      freeMemory: freeMemory(),
      show: (proposal) => say(importProposalText(proposal, {colour})),
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
    },
  }
}

type ServerSource = Exclude<ImportSource, {kind: 'rdb'}>

/** How to connect to the source: from its own flags and its URL, never from what is meant for the cluster. */
async function sourceConnection(
  source: ServerSource,
  flags: ImportFlags,
  {connection: cluster, signal}: Asked,
): Promise<ConnectionOptions> {
  const [url] = addressesOf(source)
  const password = await sourcePassword(flags, url, signal)
  keepSecret(password)
  const tls = flags['from-tls'] || (url?.tls ?? false)
  return {
    connectTimeoutMs: cluster.connectTimeoutMs,
    // A big batch takes longer.
    commandTimeoutMs: cluster.commandTimeoutMs + flags.timeout,
    addressMap: cluster.addressMap,
    user: flags['from-user'] ?? url?.user,
    password,
    tls: tls ? await loadTls(sourceTls(flags)) : undefined,
  }
}

async function sourcePassword(
  flags: ImportFlags,
  url: TypedAddress | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (flags['from-askpass']) return askPassword('Please input import source node password: ', signal)
  return flags['from-pass'] ?? url?.password
}

function sourceTls(flags: ImportFlags) {
  return {
    cacert: flags['from-cacert'],
    cacertdir: undefined,
    cert: flags['from-cert'],
    key: flags['from-key'],
    sni: flags['from-sni'],
    insecure: flags['from-insecure'],
  }
}

function addressesOf(source: ServerSource): readonly TypedAddress[] {
  return source.kind === 'server' ? [source.address] : source.sentinels
}

function toPlace(source: ServerSource, connection: ConnectionOptions): SourcePlace {
  if (source.kind === 'server') return {kind: 'server', address: source.address, connection}
  const [first] = source.sentinels
  // Sentinels may have passwords of their own, which can differ from those of the servers that they watch.
  const sentinelConnection = {...connection, user: first?.user, password: first?.password}
  return {...source, connection, sentinelConnection}
}
