import {ClusterToolError} from '../domain/errors.js'
import type {ImportOutcome, ImportProposal, ImportTally} from '../domain/import.js'
import type {Listener} from '../domain/outcome.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {type ImportJob, type Lane, openLane, Troubles} from '../execution/import/job.js'
import type {KeyCounts, Owners} from '../execution/import/owners.js'
import {isAway, whenAway} from '../redis/connection-lost.js'
import {openFolder} from '../journal/folder.js'
import {ImportState} from '../journal/import-state.js'
import type {ImportContext} from './import.js'
import {type LanesEnd, type OpenLane, runLanes} from './import-lanes.js'
import type {OpenedSource} from './import-sources.js'

/** The keys of one database of one server, of which nothing is imported yet. */
export type PlannedLane = {readonly opened: OpenedSource; readonly tally: ImportTally}

export type ImportRun = {
  readonly proposal: ImportProposal
  readonly lanes: readonly PlannedLane[]
  readonly owners: Owners
  readonly context: Pick<ImportContext, 'signal' | 'onEvent' | 'stateFolder'>
}

/** Sends the keys of all lanes, and tells what became of them. Throws REFUSED when nothing can be written down. */
export async function runImport({
  proposal,
  lanes: planned,
  owners,
  context,
}: ImportRun): Promise<ImportOutcome> {
  await openFolder(context.stateFolder)
  const before = await owners.counts().catch(notAnswered)
  const notes: string[] = []
  const onEvent: Listener = (event) => {
    if (event.type === 'note') notes.push(event.text)
    context.onEvent(event)
  }
  const job = startJob(planned, owners, {settings: proposal.settings, signal: context.signal, onEvent})
  const state = new ImportState(context.stateFolder, identityOf(proposal))
  const lanes = planned.map(({opened, tally}) => {
    const settings = opened.inCluster ? {...job.settings, way: 'stream' as const} : job.settings
    return {opened, lane: openLane({...job, settings}, opened.source, {...tally})}
  })
  const ends = await Promise.allSettled(bySource(lanes).map((some) => runLanes(some, state, before.keys)))
  const {stopped, resumed} = summarise(ends)
  if (stopped === undefined) state.remove()
  const tallies = lanes.map(({lane}) => lane.tally)
  const troubles = allTroubles(lanes.map(({lane}) => lane))
  const losses = lossesOf({before, after: await owners.counts().catch(whenAway(undefined))}, job, tallies)
  const {copy} = proposal.settings
  const isWhole = stopped === undefined && troubles.count === 0 && losses.evicted + losses.missing === 0
  return {
    ...proposal,
    tallies,
    status: isWhole && (copy || tallies.every(({left, skipped}) => left <= skipped)) ? 'done' : 'incomplete',
    stopped,
    resumed,
    troubles,
    notes,
    samples: {compared: job.checked.samples, different: job.checked.different},
    ...losses,
    milliseconds: performance.now() - job.progress.startedAt,
    bytes: job.progress.bytes,
  }
}

/** What went wrong with keys of all lanes. */
export function allTroubles(lanes: readonly Lane[]): Troubles {
  const all = new Troubles()
  for (const {troubles} of lanes) all.addAll(troubles)
  return all
}

type Counts = {readonly before: KeyCounts; readonly after: KeyCounts | undefined}

/** What the cluster's own counts tell of keys that had arrived. */
function lossesOf({before, after}: Counts, {owners, settings}: ImportJob, tallies: readonly ImportTally[]) {
  const sizes = {before: before.keys, after: after?.keys}
  if (!after) return {sizes, evicted: 0, missing: 0}
  const imported = tallies.reduce((sum, tally) => sum + tally.imported, 0)
  const expired = Math.max(0, after.expired - before.expired)
  const short = before.keys + imported - after.keys - expired
  // Clients delete keys too; and what was copied was looked for once more.
  const isSuspicious = owners.haveFailed && !settings.copy && settings.existing !== 'replace'
  return {
    sizes,
    evicted: Math.max(0, after.evicted - before.evicted),
    missing: isSuspicious ? Math.max(0, short) : 0,
  }
}

/** What the lanes of one run share. */
export function startJob(
  planned: readonly PlannedLane[],
  owners: Owners,
  context: Pick<ImportJob, 'settings' | 'signal' | 'onEvent'>,
): ImportJob {
  const {settings, signal, onEvent} = context
  return {
    settings,
    signal,
    onEvent,
    owners,
    keysTotal: planned.reduce((sum, {tally}) => sum + tally.keys, 0),
    progress: {keys: 0, bytes: 0, pauseMs: undefined, startedAt: performance.now()},
    checked: {samples: 0, different: 0},
  }
}

/** The same source into the same cluster, in the same way. */
function identityOf({source, cluster, settings}: ImportProposal): string[] {
  return [source, lowestId(cluster), settings.existing]
}

function lowestId(cluster: ClusterSnapshot): string {
  return (
    reachablePrimaries(cluster)
      .map(({id}) => id)
      .toSorted()[0] ?? ''
  )
}

/** Why it stopped, if it did. Throws what is a bug. */
function summarise(ends: readonly PromiseSettledResult<LanesEnd>[]): {
  stopped: string | undefined
  resumed: boolean
} {
  const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const resumed = done.some((end) => end.resumed)
  const reasons = ends.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
  for (const reason of reasons) if (!(reason instanceof ClusterToolError)) throw reason
  const [first] = reasons as ClusterToolError[]
  if (first) return {stopped: first.message, resumed}
  return {stopped: done.every(({isWhole}) => isWhole) ? undefined : 'it was interrupted', resumed}
}

/** Servers side by side, the databases of one after another. */
function bySource(lanes: readonly OpenLane[]): OpenLane[][] {
  const groups = new Map<OpenedSource, OpenLane[]>()
  for (const one of lanes) groups.set(one.opened, [...(groups.get(one.opened) ?? []), one])
  return [...groups.values()]
}

/** Throws a lost connection to a node of the cluster as UNREACHABLE, when nothing was changed yet. */
export function notAnswered(error: unknown): never {
  if (!isAway(error)) throw error
  throw new ClusterToolError('UNREACHABLE', `A node of the cluster cannot be used: ${error.message}.`, {
    cause: error,
  })
}
