import type {Address} from '../domain/address.js'
import type {BigClusterKey, BigKeysOutcome, NodeScan, ScanProgress} from '../domain/big-keys.js'
import {mergePrefixes, type LargeKey, type TallyOptions} from '../domain/key-tally.js'
import type {Node, NodeId} from '../domain/node.js'
import {pauseOf} from '../execution/move/by-keys/pace.js'
import {ScanState} from '../journal/scan-state.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {whenServerError} from '../redis/errors.js'
import type {KeyScanner} from '../redis/key-scan.js'
import {keySlot} from '../redis/key-slot.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {keyHolders} from './key-holders.js'
import {NodeScanning, scanFailure, type ScanOptions} from './scan-node.js'

/** What to look for, and where. */
export type BigKeysRequest = TallyOptions & {
  /** Maximum number of keys that are read from each node in a second; undefined: no limit. */
  readonly rate: number | undefined
  /** Read replicas that have all data, where there are any. */
  readonly replicas: boolean
  /** Continue an interrupted scan. */
  readonly resume: boolean
}

export type BigKeysContext = {
  readonly connection: ConnectionOptions
  readonly stateFolder: string
  /** Aborted when the user wants what was found so far. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: ScanProgress) => void
}

/** A node, and its scan; or why there is none. */
type HolderScan = {
  readonly node: Node
  readonly scanner: KeyScanner | undefined
  readonly scanning: NodeScanning | undefined
  readonly error: string | undefined
}

/** The biggest keys of a cluster, and its memory by prefix; all nodes are read in parallel. Throws as `check` does. */
export async function bigKeys(
  seed: Address,
  request: BigKeysRequest,
  {connection, stateFolder, signal, onProgress}: BigKeysContext,
): Promise<BigKeysOutcome> {
  const start = performance.now()
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed)
  const holders = keyHolders(snapshot, request)
  const state = await ScanState.open(stateFolder, identityOf(holders, request), !request.resume)
  const opened: HolderScan[] = []
  const onBatch = () => {
    state.tick()
    onProgress({...countsOf(opened), elapsedMs: performance.now() - start})
  }
  const options = {...request, signal, onBatch}
  opened.push(...(await Promise.all(holders.map((node) => openScan(session, node, {options, state})))))
  for (const {node, scanning} of opened) {
    // A node that does not answer this time keeps what was read from it.
    const earlier = scanning ? undefined : state.of(node.id)
    if (scanning ?? earlier) state.track(() => scanning?.progress ?? (earlier as NodeScan))
  }
  const scans = await Promise.all(opened.map(runScan))
  return {
    ...(await foundBy(scans, request)),
    ...endOf(scans, state, signal),
    snapshot,
    elapsedMs: performance.now() - start,
    resumed: opened.some(({scanning}) => scanning?.resumed),
  }
}

/** How the scans ended, and whether they can be continued. */
function endOf(
  scans: readonly EndedScan[],
  state: ScanState,
  {aborted}: AbortSignal,
): Pick<BigKeysOutcome, 'status' | 'resumable'> {
  if (scans.every(isComplete)) {
    state.remove()
    return {status: 'done', resumable: false}
  }
  return {status: aborted ? 'stopped' : 'incomplete', resumable: state.write()}
}

function isComplete({scan, error}: EndedScan): boolean {
  return error === undefined && scan?.left.length === 0
}

type FoundBigKeys = Omit<BigKeysOutcome, 'status' | 'snapshot' | 'elapsedMs' | 'resumed' | 'resumable'>

async function foundBy(
  scans: readonly EndedScan[],
  {top, atLeast, delimiter}: TallyOptions,
): Promise<FoundBigKeys> {
  return {
    atLeast,
    delimiter,
    keys: await largestOf(scans, top),
    prefixes: mergePrefixes(scans.map(({scan}) => scan?.prefixes ?? [])),
    nodes: scans.map((scan) => ({
      node: scan.node.id,
      scanned: scan.scan?.scanned ?? 0,
      total: scan.scan?.total ?? 0,
      complete: isComplete(scan),
      error: scan.error,
    })),
    scanned: sum(scans, ({scan}) => scan?.scanned ?? 0),
    total: sum(scans, ({scan}) => scan?.total ?? 0),
    bytes: sum(scans, ({scan}) => scan?.bytes ?? 0),
  }
}

/** The same nodes, counted in the same way; a scan of other nodes cannot be continued. */
function identityOf(holders: readonly Node[], {top, atLeast, delimiter, depth}: TallyOptions): string[] {
  return [...holders.map(({id}) => id).toSorted(), `${top}`, `${atLeast}`, delimiter, `${depth}`]
}

async function openScan(
  session: Session,
  node: Node,
  {options, state}: {readonly options: ScanOptions; readonly state: ScanState},
): Promise<HolderScan> {
  const without = {node, scanner: undefined, scanning: undefined}
  if (!node.reachable) return {...without, error: node.unreachableBecause ?? 'no connection'}
  try {
    const scanner = session.node(node.id).contents.keyScanner()
    const scanning = await NodeScanning.open(node, scanner, options, state.of(node.id))
    return {node, scanner, scanning, error: undefined}
  } catch (error) {
    return {...without, error: scanFailure(error)}
  }
}

type EndedScan = Omit<HolderScan, 'scanning'> & {readonly scan: NodeScan | undefined}

async function runScan({scanning, ...holder}: HolderScan): Promise<EndedScan> {
  const error = scanning ? await scanning.run() : holder.error
  return {...holder, scan: scanning?.progress, error}
}

function countsOf(scans: readonly HolderScan[]): {readonly keys: number; readonly keysTotal: number} {
  return {
    keys: sum(scans, ({scanning}) => scanning?.count.keys ?? 0),
    keysTotal: sum(scans, ({scanning}) => scanning?.count.keysTotal ?? 0),
  }
}

async function largestOf(scans: readonly EndedScan[], top: number): Promise<BigClusterKey[]> {
  const all = scans.flatMap(({node, scan}) => (scan?.largest ?? []).map((key) => ({...key, node: node.id})))
  const largest = all.toSorted((a, b) => b.bytes - a.bytes).slice(0, top)
  const types = new Map(await Promise.all(scans.map((scan) => typesOn(scan, largest))))
  return largest.map((key) => ({
    ...key,
    slot: keySlot(key.key),
    type: types.get(key.node)?.get(key),
    pauseMs: pauseOf(key),
  }))
}

type LocatedKeys = readonly (LargeKey & {readonly node: NodeId})[]

/** The types of those of the keys that are on one node; none if it does not answer any more. */
async function typesOn(
  {node, scanner}: EndedScan,
  largest: LocatedKeys,
): Promise<[NodeId, ReadonlyMap<LargeKey, string>]> {
  const own = largest.filter((key) => key.node === node.id)
  const types = new Map<LargeKey, string>()
  for (const db of new Set(own.map((key) => key.db))) {
    const keys = own.filter((key) => key.db === db)
    const found = await scanner
      ?.types(
        db,
        keys.map(({key}) => key),
      )
      .catch(whenServerError(undefined))
    keys.forEach((key, at) => {
      const type = found?.[at]
      if (type !== undefined && type !== 'none') types.set(key, type)
    })
  }
  return [node.id, types]
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0)
}
