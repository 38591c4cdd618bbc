import type {RdbFacts, RdbFormat, RdbReader, RdbRecord, RdbResult, RdbSource} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node} from '../domain/node.js'
import type {Listener} from '../domain/outcome.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {readRdb} from '../redis/rdb-stream.js'
import {writeRdb} from '../storage/rdb-file.js'

export type BackupOptions = {
  /** The folder; created if it does not exist. */
  readonly dir: string
  readonly fromReplicas: boolean
  /** Replace an existing backup. */
  readonly replace: boolean
  /** Save the rest if slots are missing or being moved. */
  readonly allowIncomplete: boolean
  /** Maximum number of RDBs at the same time; undefined: all. */
  readonly parallel: number | undefined
  /** Milliseconds without a byte after which to give up a node. */
  readonly silenceMs: number
  /** The version of clustertool. */
  readonly version: string
}

export type BackupContext = {
  /** What reads such files: in words, and the programs on this machine, the preferred one first. */
  readonly rdbReaders: (
    formats: readonly RdbFormat[],
  ) => Promise<{readonly needs: string; readonly here: readonly RdbReader[]}>
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly onEvent: Listener
  /** Called when an RDB starts. */
  readonly onStart: (source: RdbSource) => void
}

export type Fetch = {
  readonly before: ClusterSnapshot
  readonly options: BackupOptions
  readonly context: BackupContext
}

/** Fetches RDBs in parallel. Each is then in the folder under a temporary name. Never throws. */
export async function fetchAll(sources: readonly RdbSource[], fetch: Fetch): Promise<RdbResult[]> {
  const results: RdbResult[] = []
  const tell = progressOf(sources, results, fetch.context)
  const waiting = sources.entries()
  const lane = async (): Promise<void> => {
    for (const [index, source] of waiting) {
      if (fetch.context.signal.aborted) return
      fetch.context.onStart(source)
      results[index] = await fetchOne(source, fetch, tell)
    }
  }
  await Promise.all(Array.from({length: fetch.options.parallel ?? sources.length}, lane))
  return results.filter((result) => result !== undefined)
}

async function fetchOne(
  source: RdbSource,
  {before, options, context}: Fetch,
  onBytes: (bytes: number) => void,
): Promise<RdbResult> {
  const startedAt = new Date()
  const start = performance.now()
  const end = () => ({source, milliseconds: Math.round(performance.now() - start)})
  const node = nodeById(before, source.from)
  const {silenceMs, dir} = options
  try {
    const wishes = {silenceMs, signal: context.signal, serverVersion: node?.info?.version}
    const address = {host: node?.host ?? '', port: node?.port ?? 0}
    const chunks = readRdb(address, context.connection, wishes)
    const facts = await writeRdb({dir, file: source.file}, chunks, onBytes)
    const record = toRecord(source, {node, facts, startedAt})
    return {...end(), status: 'saved', record, checksum: facts.checksum}
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    return {...end(), status: 'failed', error: error.message.replace(/\.$/, '')}
  }
}

function toRecord(
  source: RdbSource,
  {node, facts, startedAt}: {node: Node | undefined; facts: RdbFacts; startedAt: Date},
): RdbRecord {
  return {
    file: source.file,
    bytes: facts.bytes,
    sha256: facts.sha256,
    rdb_version: facts.format.version,
    software: node?.info?.software ?? facts.format.family,
    server_version: node?.info?.version ?? 'unknown',
    started_at: startedAt.toISOString(),
    finished_at: new Date().toISOString(),
    source: source.address,
    source_id: source.from,
    role: source.role,
  }
}

const TELL_EVERY_MS = 500

function progressOf(
  sources: readonly RdbSource[],
  results: readonly RdbResult[],
  {onEvent}: BackupContext,
): (bytes: number) => void {
  const start = performance.now()
  let told = start
  let total = 0
  return (bytes) => {
    total += bytes
    const now = performance.now()
    if (now - told < TELL_EVERY_MS) return
    told = now
    const left = sources.filter((_, index) => !results[index])
    const megabytes = total / 1_048_576
    const rate = megabytes / ((now - start) / 1000)
    onEvent({
      type: 'waiting',
      what: `${sources.length - left.length} of ${sources.length} RDBs saved, ${megabytes.toFixed(1)}M at ${rate.toFixed(1)}M/s`,
      missing: left.map(({from}) => from),
    })
  }
}
