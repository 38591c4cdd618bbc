import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import type {CompareOutcome} from '../domain/compare.js'
import {ClusterToolError} from '../domain/errors.js'
import {settleAll} from '../domain/settle-all.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {compareDatabase, refuseReplaced} from '../execution/compare/compare-lane.js'
import {lookForExtras, lookOnSource} from '../execution/compare/only-in-cluster.js'
import {Owners} from '../execution/import/owners.js'
import {compareProblems} from '../planning/import/problems.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {compareOutcome} from './compare-outcome.js'
import {type RepairContext, repairKeys} from './compare-repair.js'
import {type Comparison, type CompareOptions, openComparison} from './compare-sides.js'
import type {ImportContext} from './import-context.js'
import {notAnswered} from './import-run.js'
import {refused} from './import.js'
import {
  closingAll,
  nameOfPlace,
  type OpenedSource,
  openSources,
  type SourcePlace,
  whatMoved,
} from './import-sources.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'

export type CompareContext = RepairContext & Pick<ImportContext, 'connection' | 'onEvent' | 'explain'>

/**
 * Compares the keys of a source with those of a cluster, in both directions, while clients use both. With `fix`, then
 * makes the cluster equal to the source. Throws UNREACHABLE or UNHEALTHY, and REFUSED for a node of the cluster as its
 * own source.
 */
export async function compare(
  place: SourcePlace,
  seed: Address,
  options: CompareOptions,
  context: CompareContext,
): Promise<CompareOutcome> {
  const {connection, signal, onEvent, explain} = context
  const {settings} = options
  const startedAt = performance.now()
  await using session = openSession(connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy({snapshot: cluster, findings: runChecks(cluster), ...context}, [], 'comparing')
  const onLost = (reason: string) =>
    onEvent({type: 'waiting', what: `a node to come back: ${reason}`, missing: []})
  const patience = {limitMs: settings.patienceMs, signal, onLost}
  const sources = await openSources(place, patience, explain)
  await using _sources = closingAll(sources)
  refuseSources(sources, cluster)
  const nodes = await openSources({kind: 'server', address: seed, connection}, patience, explain)
  await using _nodes = closingAll(nodes)
  const owners = new Owners(session, cluster, settings.timeoutMs + connection.commandTimeoutMs)
  const comparison = await openComparison({sources, nodes, owners, cluster}, options, context).catch(
    notAnswered,
  )
  await compareBoth(comparison).catch((error: unknown) => {
    // What a signal has ended is told below.
    if (!signal.aborted || !(error instanceof ClusterToolError)) throw error
  })
  const partial = signal.aborted
    ? 'it was interrupted'
    : await movedSlots(place, {sources, nodes, connection})
  const facts = {source: nameOfPlace(place), sample: settings.sample, startedAt, partial}
  const outcome = compareOutcome(comparison, facts)
  if (!options.fix || partial !== undefined) return outcome
  return await repairKeys(comparison, outcome, settings, context)
}

function refuseSources(sources: readonly OpenedSource[], {nodes}: ClusterSnapshot): void {
  const same = sources.find(({id, facts}) =>
    nodes.some((node) => node.id === id || node.address === facts.name),
  )
  const problems = [
    ...(same ? [`${same.facts.name} is a node of the cluster itself`] : []),
    ...compareProblems(sources.map(({facts}) => facts)),
  ]
  if (problems.length > 0) throw refused(problems)
}

/**
 * First whether the cluster has what the source has, then the other way round: a key that is deleted on the source in
 * the meantime is looked for there afterwards.
 */
export async function compareBoth(comparison: Comparison): Promise<void> {
  const {lanes, asked, clusterLanes} = comparison
  await settleAll(asked.map((one) => compareDatabase(one, comparison.shareOf(one.tally.keys, asked))))
  const lanesInto = (db: number) => lanes.filter(({tally}) => tally.to === db)
  await settleAll(
    clusterLanes.map((one) =>
      lookForExtras(one, lanesInto(one.tally.db), comparison.shareOf(one.tally.keys, clusterLanes)),
    ),
  )
  await settleAll(lanes.map(({doubts}) => doubts.settle()))
  // With several databases that go into one, the key may be in another of them by now.
  for (const {extras, tally} of lanes) {
    const {there} = await lookOnSource(lanesInto(tally.to), [...extras.values()])
    for (const [hex, key] of extras) if (there.has(key)) extras.delete(hex)
  }
  if (comparison.job.signal.aborted) return
  for (const {lane} of [...lanes, ...clusterLanes]) await refuseReplaced(lane)
}

type BothSides = {
  readonly sources: readonly OpenedSource[]
  readonly nodes: readonly OpenedSource[]
  readonly connection: ConnectionOptions
}

/** Keys of slots that moved meanwhile may not have been read. */
async function movedSlots(
  place: SourcePlace,
  {sources, nodes, connection}: BothSides,
): Promise<string | undefined> {
  const during = 'the comparison'
  const ofSource = place.kind === 'server' ? whatMoved(sources, place.connection, {during}) : undefined
  return (await ofSource) ?? whatMoved(nodes, connection, {whose: 'the cluster', during})
}
