import {ClusterToolError} from '../domain/errors.js'
import type {ImportOutcome, ImportProposal, ImportTally} from '../domain/import.js'
import {MOVE_DEFAULTS} from '../domain/move.js'
import type {Listener} from '../domain/outcome.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {Control} from '../execution/control/control.js'
import {type ImportJob, type Lane, openLane, Troubles} from '../execution/import/job.js'
import {asReason, type Owners} from '../execution/import/owners.js'
import type {KeyCounts} from '../redis/info.js'
import {isServerError} from '../redis/errors.js'
import {openFolder} from '../journal/folder.js'
import {ImportState} from '../journal/import-state.js'
import {controlImport} from './control-import.js'
import type {ImportContext} from './import-context.js'
import {type AllEnds, areWhole, lastRun, runLanes} from './import-lanes.js'
import type {OpenedSource} from './import-sources.js'

/** The keys of one database of one server, before the import. */
export type PlannedLane = {readonly opened: OpenedSource; readonly tally: ImportTally}

export type ImportRun = {
  readonly proposal: ImportProposal
  readonly lanes: readonly PlannedLane[]
  readonly owners: Owners
  readonly context: Pick<ImportContext, 'signal' | 'onEvent' | 'stateFolder' | 'operator' | 'stop'>
}

/**
 * Sends the keys of all lanes, and returns what became of them. Throws REFUSED if the state folder cannot be written.
 */
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
  const under = await controlImport(proposal, {...context, onEvent})
  const {control, listener} = under
  const {settings} = proposal
  const job = startJob(planned, owners, {settings, signal: context.signal, onEvent: listener, control})
  const state = await ImportState.open(context.stateFolder, identityOf(proposal))
  const lanes = planned.map(({opened, tally}) => {
    const settings = opened.inCluster ? {...job.settings, way: 'stream' as const} : job.settings
    return {opened, lane: openLane({...job, settings}, opened.source, {...tally})}
  })
  const {copy, existing} = proposal.settings
  // With --replace, all keys are sent again.
  const resumed =
    copy && existing !== 'replace' && lanes.some((one) => lastRun(one, state, before.keys) !== undefined)
  const all = await runLanes(lanes, state, job).finally(() => under.close())
  const after = await owners.counts().catch(asReason)
  const stopped = whyStopped(all.ends) ?? doubt(all, after, job)
  if (stopped === undefined) state.remove()
  const tallies = lanes.map(({lane}) => lane.tally)
  const troubles = allTroubles(lanes.map(({lane}) => lane))
  const losses = lossesOf({before, after}, job, tallies)
  const isWhole = stopped === undefined && troubles.count === 0 && losses.evicted + losses.missing === 0
  return {
    ...proposal,
    tallies,
    status: isWhole && (copy || tallies.every(({left, skipped}) => left <= skipped)) ? 'done' : 'incomplete',
    stopped,
    resumed,
    since: undefined,
    troubles,
    notes,
    samples: {compared: job.checked.samples, different: job.checked.different},
    ...losses,
    milliseconds: performance.now() - job.progress.startedAt,
    bytes: job.progress.bytes,
  }
}

/** The problems with keys of all lanes. */
export function allTroubles(lanes: readonly Lane[]): Troubles {
  const all = new Troubles()
  for (const {troubles} of lanes) all.addAll(troubles)
  return all
}

type Counts = {readonly before: KeyCounts; readonly after: KeyCounts | Error}

/** Why it is uncertain that all keys are there, although all have been sent. */
function doubt(
  {settledAfter}: AllEnds,
  after: KeyCounts | Error,
  {owners, settings}: ImportJob,
): string | undefined {
  // Keys that were moved cannot be looked at again. Keys that were copied have been, after earlier failures.
  const failure = owners.failures[settings.copy ? settledAfter : 0]
  if (failure !== undefined) return failure
  return after instanceof Error
    ? `the cluster did not answer at the end, so some keys may be missing: ${after.message}`
    : undefined
}

/** What the cluster's own counts say about keys that had arrived. */
function lossesOf({before, after}: Counts, {owners, settings}: ImportJob, tallies: readonly ImportTally[]) {
  if (after instanceof Error) return {sizes: {before: before.keys, after: undefined}, evicted: 0, missing: 0}
  const sizes = {before: before.keys, after: after.keys}
  const imported = tallies.reduce((sum, tally) => sum + tally.imported, 0)
  const expired = Math.max(0, after.expired - before.expired)
  // Keys that were replaced are not new, and their number is unknown.
  const added = settings.existing === 'replace' ? 0 : imported
  const short = before.keys + added - after.keys - expired
  // Clients delete keys too; and copied keys were looked for once more.
  const isSuspicious = owners.failures.length > 0 && !settings.copy
  return {
    sizes,
    evicted: Math.max(0, after.evicted - before.evicted),
    missing: isSuspicious ? Math.max(0, short) : 0,
  }
}

/** The state that the lanes of one run share. */
export function startJob(
  planned: readonly PlannedLane[],
  owners: Owners,
  context: Pick<ImportJob, 'settings' | 'signal' | 'onEvent'> & {readonly control?: Control},
): ImportJob {
  const {settings, signal, onEvent, control = new Control(MOVE_DEFAULTS)} = context
  return {
    settings,
    signal,
    onEvent,
    control,
    owners,
    keysTotal: planned.reduce((sum, {tally}) => sum + tally.keys, 0),
    progress: {keys: 0, bytes: 0, pauseMs: undefined, startedAt: performance.now()},
    checked: {samples: 0, different: 0},
  }
}

/** Identifies an import: the same source into the same cluster, in the same way. */
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

/** Why it stopped, if it did. Throws bugs. */
function whyStopped(ends: AllEnds['ends']): string | undefined {
  const reasons = ends.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
  for (const reason of reasons) if (!(reason instanceof ClusterToolError)) throw reason
  const [first] = reasons as ClusterToolError[]
  if (first) return first.message
  return areWhole(ends) ? undefined : 'it was interrupted'
}

/** Throws a lost connection to a node of the cluster as UNREACHABLE, if nothing was changed yet. */
export function notAnswered(error: unknown): never {
  if (!isServerError(error)) throw error
  throw new ClusterToolError('UNREACHABLE', `A node of the cluster cannot be used: ${error.message}.`, {
    cause: error,
  })
}
