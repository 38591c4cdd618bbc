import type {ImportContext} from './import-context.js'
import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ImportOutcome, ImportProposal, ImportSettings} from '../domain/import.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {Owners} from '../execution/import/owners.js'
import {importCautions, importProblems, mergeProblem} from '../planning/import/problems.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'
import {notAnswered, type PlannedLane, runImport} from './import-run.js'
import {
  closingAll,
  nameOfPlace,
  type OpenedSource,
  openSources,
  type SourcePlace,
  whatMoved,
} from './import-sources.js'

export type ImportOptions = {
  readonly settings: ImportSettings
  /** Only these databases of the source; undefined: all. */
  readonly databases: readonly number[] | undefined
  readonly dryRun: boolean
}

/**
 * Imports all keys of a server, a Sentinel group or a cluster: checks source and target first, sends the keys to
 * their owners, compares some of them, and counts. Continues an interrupted import. Throws UNREACHABLE, UNHEALTHY or
 * REFUSED before the first key; later problems are in the outcome.
 */
export async function importKeys(
  seed: Address,
  place: SourcePlace,
  options: ImportOptions,
  context: ImportContext,
): Promise<ImportOutcome> {
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy({snapshot: cluster, findings: runChecks(cluster), ...context}, [], 'importing')
  const patience = {
    limitMs: options.settings.patienceMs,
    signal: context.signal,
    onLost: (reason: string) =>
      context.onEvent({type: 'waiting', what: `the source to come back: ${reason}`, missing: []}),
  }
  const opened = await openSources(place, patience, context.explain)
  await using _closing = closingAll(opened)
  refuseSources(opened, cluster)
  const owners = new Owners(
    session,
    cluster,
    options.settings.timeoutMs + context.connection.commandTimeoutMs,
  )
  const lanes = await planLanes(opened, owners, options).catch(notAnswered)
  const proposal = toProposal(nameOfPlace(place), lanes, {cluster, options, opened})
  context.show(proposal)
  if (options.dryRun) return ended(proposal, 'planned')
  if (lanes.every(({tally}) => tally.keys === 0)) return ended(proposal, 'nothing-to-do')
  if (!options.settings.copy && !(await context.confirm(proposal))) return ended(proposal, 'cancelled')
  const begun = new Date().toISOString()
  const done = await runImport({proposal, lanes, owners, context})
  const isLive = options.settings.copy && place.kind !== 'servers'
  const outcome = {...done, since: isLive ? begun : undefined}
  const moved = place.kind === 'server' ? await whatMoved(opened, place.connection) : undefined
  if (moved === undefined || outcome.stopped !== undefined) return outcome
  return {...outcome, status: 'incomplete', stopped: moved}
}

function refuseSources(opened: readonly OpenedSource[], cluster: ClusterSnapshot): void {
  const same = opened.find(({id, facts}) =>
    cluster.nodes.some((node) => node.id === id || node.address === facts.name),
  )
  const problems = [
    ...(same ? [`${same.facts.name} is a node of the target cluster`] : []),
    ...importProblems(
      opened.map(({facts}) => facts),
      cluster,
    ),
  ]
  if (problems.length > 0) throw refused(problems)
}

/** The error for reasons against an import or a comparison, as sentences without full stops. */
export function refused(problems: readonly string[]): ClusterToolError {
  return new ClusterToolError('REFUSED', `${problems.join('\n  ')}.`, {
    hints: ['Nothing was changed.'],
    details: problems,
  })
}

/**
 * The databases of the servers that have keys, each with its target database: the one with the same number if all
 * owners have it, otherwise 0. Throws REFUSED if keys of several databases would overwrite one another.
 */
export async function planLanes(
  opened: readonly OpenedSource[],
  owners: Owners,
  {databases, settings}: Pick<ImportOptions, 'databases' | 'settings'>,
): Promise<PlannedLane[]> {
  const numbers = [...new Set(opened.flatMap(({facts}) => facts.info.keys.map(({db}) => db)))]
  const same = new Set(await owners.databasesAmong(numbers))
  const lanes = opened.flatMap((one) =>
    one.facts.info.keys
      .filter(({db}) => databases === undefined || databases.includes(db))
      .map(({db, keys}): PlannedLane => {
        const to = same.has(db) ? db : 0
        const nothing = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
        return {opened: one, tally: {source: one.facts.name, from: db, to, keys, ...nothing}}
      }),
  )
  const problem = mergeProblem(
    lanes.map(({tally}) => tally),
    settings,
  )
  if (problem !== undefined) throw refused([problem])
  return lanes
}

function toProposal(
  source: string,
  lanes: readonly PlannedLane[],
  {
    cluster,
    options,
    opened,
  }: {cluster: ClusterSnapshot; options: ImportOptions; opened: readonly OpenedSource[]},
): ImportProposal {
  return {
    source,
    cluster,
    settings: options.settings,
    tallies: lanes.map(({tally}) => tally),
    cautions: importCautions(
      opened.map(({facts}) => facts),
      cluster,
    ),
  }
}

/** The outcome of an import that has sent nothing. */
export function ended(proposal: ImportProposal, status: ImportOutcome['status']): ImportOutcome {
  return {
    ...proposal,
    status,
    stopped: undefined,
    troubles: {count: 0, shown: []},
    samples: {compared: 0, different: 0},
    sizes: undefined,
    evicted: 0,
    missing: 0,
    milliseconds: 0,
    bytes: 0,
    resumed: false,
    since: undefined,
    notes: [],
  }
}
