import type {CompareSettings} from '../domain/compare.js'
import type {ImportSettings, ImportTally} from '../domain/import.js'
import {MOVE_DEFAULTS} from '../domain/move.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {type ClusterLane, compareLane, type CompareLane} from '../execution/compare/compare-lane.js'
import {Control} from '../execution/control/control.js'
import {type ImportJob, openLane, Troubles} from '../execution/import/job.js'
import type {Owners} from '../execution/import/owners.js'
import {repairProblems} from '../planning/import/problems.js'
import {planLanes, refused} from './import.js'
import type {ImportContext} from './import-context.js'
import {type PlannedLane, startJob} from './import-run.js'
import type {OpenedSource} from './import-sources.js'

export type CompareOptions = {
  readonly settings: CompareSettings
  /** Only these databases of the source; undefined: all. */
  readonly databases: readonly number[] | undefined
  /** Make the cluster equal to the source. */
  readonly fix: boolean
}

type OpenedSides = {
  readonly sources: readonly OpenedSource[]
  /** The primaries of the cluster. */
  readonly nodes: readonly OpenedSource[]
  readonly owners: Owners
  readonly cluster: ClusterSnapshot
}

/** A comparison under way. */
export class Comparison {
  readonly lanes: readonly CompareLane[]
  /** Those whose keys are read; the others may have keys of the same database of the cluster. */
  readonly asked: readonly CompareLane[]
  readonly clusterLanes: readonly ClusterLane[]
  /** Keys that differ; those that only the cluster has are with their lanes. */
  readonly troubles: Troubles
  readonly job: ImportJob
  private readonly sample: number | undefined

  constructor(
    parts: Pick<Comparison, 'lanes' | 'asked' | 'clusterLanes' | 'troubles' | 'job'>,
    sample: number | undefined,
  ) {
    this.lanes = parts.lanes
    this.asked = parts.asked
    this.clusterLanes = parts.clusterLanes
    this.troubles = parts.troubles
    this.job = parts.job
    this.sample = sample
  }

  /** How many keys of a sample are those of a lane, by its share of all keys of its side; undefined: all. */
  shareOf(keys: number, side: readonly {readonly tally: {readonly keys: number}}[]): number | undefined {
    if (this.sample === undefined) return undefined
    const all = side.reduce((sum, {tally}) => sum + tally.keys, 0)
    return Math.ceil((this.sample * keys) / Math.max(1, all))
  }
}

/** Opens a comparison. Throws REFUSED if it, or a repair that was asked for, is impossible. */
export async function openComparison(
  sides: OpenedSides,
  options: CompareOptions,
  context: Pick<ImportContext, 'signal' | 'onEvent'>,
): Promise<Comparison> {
  const {owners, sources} = sides
  const {settings, fix} = options
  const importing = importSettings(settings)
  const planned = await planLanes(sources, owners, {databases: undefined, settings: importing})
  const problems = fix
    ? repairProblems(
        sources.map(({facts}) => facts),
        planned.map(({tally}) => tally),
        sides.cluster,
      )
    : []
  if (problems.length > 0) throw refused(problems)
  const pairs = await askedPairs(planned, sides, options)
  const inCluster = clusterSides(sides, options.databases && new Set(pairs.map(({to}) => to)))
  const wanted = [...pairs, ...inCluster.map(({tally}) => ({from: tally.to, to: tally.to}))]
  const all = [...planned, ...(await emptyLanes(sources, planned, wanted))]
  const control = new Control({...MOVE_DEFAULTS, rate: settings.rate})
  const job = startJob([...planned, ...inCluster], owners, {settings: importing, ...context, control})
  const troubles = new Troubles()
  const open = ({opened, tally}: PlannedLane) => openLane(job, opened.source, {...tally})
  const lanes = all.map((one) => compareLane(open(one), settings, troubles))
  const clusterLanes = inCluster.map((one) => ({
    lane: open(one),
    tally: {db: one.tally.to, keys: one.tally.keys, looked: 0, extra: 0},
  }))
  const isAsked = ({tally: {from}}: CompareLane) => options.databases?.includes(from) ?? true
  return new Comparison({job, troubles, lanes, asked: lanes.filter(isAsked), clusterLanes}, settings.sample)
}

type ComparedPair = Pick<ImportTally, 'from' | 'to'>

/** The databases that the user named, and those of the cluster that get their keys; all that have keys if none is named. */
async function askedPairs(
  planned: readonly PlannedLane[],
  {owners}: OpenedSides,
  {databases}: Pick<CompareOptions, 'databases'>,
): Promise<ComparedPair[]> {
  if (databases === undefined) return [...planned.map(({tally}) => tally), {from: 0, to: 0}]
  const same = new Set(await owners.databasesAmong(databases))
  return databases.map((db) => ({from: db, to: same.has(db) ? db : 0}))
}

/** The databases of the cluster that have keys, on each of its nodes. */
function clusterSides({nodes}: OpenedSides, only: ReadonlySet<number> | undefined): PlannedLane[] {
  return nodes.flatMap((opened) =>
    opened.facts.info.keys
      .filter(({db}) => only?.has(db) ?? true)
      .map(({db, keys}) => laneOf(opened, {from: db, to: db}, keys)),
  )
}

/** The settings of an import that copies what differs, of which a comparison needs some. */
function importSettings({patienceMs, timeoutMs, rate}: CompareSettings): ImportSettings {
  const {maxPauseMs} = MOVE_DEFAULTS
  const how = {copy: true, existing: 'keep-both', way: 'stream', maxPauseMs, pipeline: undefined} as const
  return {...how, timeoutMs, patienceMs, rate}
}

/**
 * The keys of a database of the cluster are looked for on each source, also on one that has none there. Throws REFUSED if
 * a source cannot have any.
 */
async function emptyLanes(
  sources: readonly OpenedSource[],
  planned: readonly PlannedLane[],
  pairs: readonly ComparedPair[],
): Promise<PlannedLane[]> {
  const added: PlannedLane[] = []
  for (const opened of sources) {
    for (const pair of pairs) {
      const known = [...planned, ...added].filter((one) => one.opened === opened)
      if (
        known.some(({tally}) => tally.to === pair.to && (tally.from === pair.from || pair.from === pair.to))
      )
        continue
      await refuseMissing(opened, pair)
      added.push(laneOf(opened, pair, 0))
    }
  }
  return added
}

async function refuseMissing({source}: OpenedSource, {from}: ComparedPair): Promise<void> {
  if (await source.use('read', (client) => client.hasDatabase(from))) return
  throw refused([`${source.name} has no database ${from}; name those that are to be compared with --db`])
}

function laneOf(opened: OpenedSource, {from, to}: ComparedPair, keys: number): PlannedLane {
  const nothing = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
  return {opened, tally: {source: opened.facts.name, from, to, keys, ...nothing}}
}
