import {type Address, formatAddress, type TypedAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {
  type ExistingKeys,
  type ImportOutcome,
  type ImportProposal,
  type ImportSource,
  nameOfSource,
  parseImportSource,
} from '../domain/import.js'
import {importKeys, type ImportOptions} from '../operations/import.js'
import type {SourcePlace} from '../operations/import-sources.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {loadTls} from '../redis/tls.js'
import {noteText} from '../report/change-text.js'
import {explainFindings} from '../report/finding-text.js'
import {importProposalText} from '../report/import-text.js'
import {askPassword} from './ask.js'
import {type Asked, toTerminal} from './change.js'
import type {ImportFlags} from './import-flags.js'
import {localContext} from './local-context.js'
import {openProgress} from './progress.js'

/** Runs import with this terminal; like the tools before it, it does not ask. */
export async function runImport(seed: Address, flags: ImportFlags, asked: Asked): Promise<ImportOutcome> {
  const source = parseImportSource(flags.from)
  const options = importOptions(flags)
  const connection = await sourceConnection(source, flags, asked.connection)
  const place = toPlace(source, connection)
  return importFrom({seed, place, name: nameOfSource(source)}, options, {asked, progress: flags.progress})
}

type From = {readonly seed: Address; readonly place: SourcePlace; readonly name: string}

async function importFrom(
  {seed, place}: From,
  options: ImportOptions,
  {asked, progress: wish}: {readonly asked: Asked; readonly progress: string},
): Promise<ImportOutcome> {
  const {json, colour} = asked
  const terminal = toTerminal({progress: wish}, asked)
  const progress = await openProgress(json, (id) => id, terminal.progress)
  const say = (text: string) => {
    progress.stop()
    if (!json) process.stdout.write(`${text}\n`)
  }
  try {
    return await importKeys(seed, place, options, {
      ...asked,
      stateFolder: localContext().stateFolder,
      explain: explainFindings,
      show: (proposal: ImportProposal) => say(importProposalText(proposal, {colour})),
      onEvent(event) {
        if (event.type === 'note') say(noteText(event.text))
        progress.listener(event)
      },
    })
  } finally {
    progress.stop()
  }
}

function importOptions(flags: ImportFlags): ImportOptions {
  if (flags.replace && flags['skip-existing']) {
    throw new ClusterToolError('USAGE', '--replace and --skip-existing cannot both be given.')
  }
  const existing: ExistingKeys = flags.replace ? 'replace' : flags['skip-existing'] ? 'skip' : 'keep-both'
  return {
    dryRun: flags['dry-run'],
    databases: flags.db,
    settings: {
      copy: flags.copy,
      existing,
      maxPauseMs: flags['max-pause'],
      pipeline: flags.pipeline,
      timeoutMs: flags.timeout,
      patienceMs: flags.patience * 1000,
      way: flags.way as 'auto' | 'migrate' | 'stream',
    },
  }
}

/** How to connect to the source: by its own flags and its URL, and by nothing that is meant for the cluster. */
async function sourceConnection(
  source: ImportSource,
  flags: ImportFlags,
  cluster: ConnectionOptions,
): Promise<ConnectionOptions> {
  const [url] = addressesOf(source)
  const tls = flags['from-tls'] || (url?.tls ?? false)
  return {
    connectTimeoutMs: cluster.connectTimeoutMs,
    // A big batch may take its time.
    commandTimeoutMs: cluster.commandTimeoutMs + flags.timeout,
    addressMap: cluster.addressMap,
    user: flags['from-user'] ?? url?.user,
    password: await sourcePassword(flags, url),
    tls: tls ? await loadTls(sourceTls(flags)) : undefined,
  }
}

async function sourcePassword(
  flags: ImportFlags,
  url: TypedAddress | undefined,
): Promise<string | undefined> {
  if (flags['from-askpass']) return askPassword('Please input import source node password: ')
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

function addressesOf(source: ImportSource): readonly TypedAddress[] {
  if (source.kind === 'rdb') return []
  return source.kind === 'server' ? [source.address] : source.sentinels
}

function toPlace(source: ImportSource, connection: ConnectionOptions): SourcePlace {
  if (source.kind === 'rdb') throw new ClusterToolError('USAGE', 'RDB files cannot be imported yet.')
  if (source.kind === 'server') {
    return {kind: 'server', address: source.address, name: formatAddress(source.address), connection}
  }
  const [first] = source.sentinels
  // Sentinels have passwords of their own, if any; what they watch over may be another.
  const sentinelConnection = {...connection, user: first?.user, password: first?.password}
  return {...source, connection, sentinelConnection}
}
