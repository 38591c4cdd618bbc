import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import type {ImportSettings} from '../../domain/import.js'
import {settleAll} from '../../domain/settle-all.js'
import type {Bringing} from '../../execution/follow/bring-keys.js'
import {sweepDatabase, sweepExtras} from '../../execution/follow/sweep.js'
import type {Control} from '../../execution/control/control.js'
import {type ImportJob, openLane} from '../../execution/import/job.js'
import {asReason, type Owners} from '../../execution/import/owners.js'
import {type Listener} from '../../domain/outcome.js'
import {keyCountsIn, parseInfo} from '../../redis/info.js'
import type {Source} from '../../redis/source.js'
import {closingAll, type OpenedSource} from '../import-sources.js'
import type {Databases} from './databases.js'

export type SweepParts = {
  readonly source: Source
  readonly owners: Owners
  readonly databases: Databases
  readonly settings: ImportSettings
  readonly control: Control
  readonly onEvent: Listener
  /** Opens the primaries of the cluster, for reading their keys. */
  readonly openNodes: () => Promise<readonly OpenedSource[]>
  /** How many source servers there are: each has about as many of the keys. */
  readonly servers: number
  /** Asks whether keys that the source has lost are to be deleted. Throws INCOMPLETE if nobody agrees. */
  readonly refuseLoss: (had: number, has: number) => Promise<void>
}

const NOTHING = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}

/** Brings all keys of a source over; if `compares`, only what differs, and deletes what only the cluster has. */
export async function sweepSource(parts: SweepParts, bringing: Bringing, compares: boolean): Promise<void> {
  const {source, databases} = parts
  const text = await source.use('read', (client) => client.info())
  const counted = parseInfo(text).keys.filter(({db}) => databases.follows(db))
  if (compares) await refuseLoss(parts, counted, bringing)
  const job = jobFor(parts, bringing.signal, keyCountsIn(text).keys)
  for (const {db, keys} of counted) {
    const to = databases.targetOf(db)
    const lane = openLane(job, source, {source: source.name, from: db, to, keys, ...NOTHING})
    await sweepDatabase(lane, bringing, compares)
    if (bringing.signal.aborted) return
  }
  if (compares) await deleteExtras(parts, bringing, job)
}

/** A source that came back without its data must not empty the cluster, which may have the last copy. */
async function refuseLoss(
  {owners, servers, refuseLoss}: SweepParts,
  counted: readonly {readonly keys: number}[],
  {signal, onWaiting}: Bringing,
): Promise<void> {
  let known = await owners.counts().catch(asReason)
  while (known instanceof Error && !signal.aborted) {
    onWaiting(`all owners to say how many keys they have: ${known.message}`)
    await sleep(AGAIN_AFTER_MS)
    await owners.refreshIfPossible()
    known = await owners.counts().catch(asReason)
  }
  if (known instanceof Error) return
  const has = counted.reduce((sum, {keys}) => sum + keys, 0)
  const had = Math.floor(known.keys / servers)
  if (has * 2 < had) await refuseLoss(had, has)
}

/** Also in databases of which the source has no keys any more. */
async function deleteExtras(parts: SweepParts, bringing: Bringing, job: ImportJob): Promise<void> {
  const {source, databases} = parts
  const nodes = await openHealthy(parts, bringing)
  await using _closing = closingAll(nodes)
  const wanted = databases.known.filter(databases.follows).map((db) => ({db, to: databases.targetOf(db)}))
  await settleAll(
    nodes.flatMap((node) =>
      wanted
        .filter(({to}) => node.facts.info.keys.some(({db}) => db === to))
        .map(async ({db, to}) => {
          const tally = {source: source.name, from: db, to, keys: 0, ...NOTHING}
          const inCluster = openLane(job, node.source, {...tally, source: node.facts.name, from: to})
          await sweepExtras(inCluster, openLane(job, source, tally), bringing)
        }),
    ),
  )
}

const AGAIN_AFTER_MS = 500
/** Slots that move may take as long. */
const HEALTHY_LIMIT_MS = 3_600_000

/** While slots move or an owner fails over, not all keys of the cluster would be seen. */
async function openHealthy(
  {openNodes}: SweepParts,
  {signal, onWaiting}: Bringing,
): Promise<readonly OpenedSource[]> {
  const deadline = performance.now() + HEALTHY_LIMIT_MS
  for (;;) {
    try {
      return await openNodes()
    } catch (error) {
      const isPassing = error instanceof ClusterToolError && PASSING.has(error.code)
      if (!isPassing || signal.aborted || performance.now() > deadline) throw error
      onWaiting('the cluster to be healthy, so that all its keys can be read')
      await sleep(AGAIN_AFTER_MS)
    }
  }
}

const PASSING: ReadonlySet<string> = new Set(['UNHEALTHY', 'UNREACHABLE'])

function jobFor(
  {settings, owners, control, onEvent}: SweepParts,
  signal: AbortSignal,
  keysTotal: number,
): ImportJob {
  return {
    settings,
    signal,
    onEvent,
    control,
    owners,
    keysTotal,
    progress: {keys: 0, bytes: 0, pauseMs: undefined, startedAt: performance.now()},
    checked: {samples: 0, different: 0},
  }
}
