import type {CompareSettings} from '../domain/compare.js'
import type {ImportSettings, ImportTally} from '../domain/import.js'
import {MOVE_DEFAULTS} from '../domain/move.js'
import {type ClusterLane, compareLane, type CompareLane} from '../execution/compare/compare-lane.js'
import {Control} from '../execution/control/control.js'
import {type ImportJob, openLane, Troubles} from '../execution/import/job.js'
import type {Owners} from '../execution/import/owners.js'
import {planLanes} from './import.js'
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

type Sides = {
  readonly sources: readonly OpenedSource[]
  /** The primaries of the cluster. */
  readonly nodes: readonly OpenedSource[]
  readonly owners: Owners
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

  /** Whether no key differs. */
  get isEqual(): boolean {
    return this.troubles.count === 0 && this.lanes.every(({extras}) => extras.size === 0)
  }

  /** How many keys of a sample are those of a lane, by its share of all keys of its side; undefined: all. */
  shareOf(keys: number, side: readonly {readonly tally: {readonly keys: number}}[]): number | undefined {
    if (this.sample === undefined) return undefined
    const all = side.reduce((sum, {tally}) => sum + tally.keys, 0)
    return Math.ceil((this.sample * keys) / Math.max(1, all))
  }
}

/** Opens a comparison. Throws REFUSED if keys of several databases would overwrite one another. */
export async function openComparison(
  {sources, nodes, owners}: Sides,
  {settings, databases, fix}: CompareOptions,
  context: Pick<ImportContext, 'signal' | 'onEvent'>,
): Promise<Comparison> {
  const importing = importSettings(settings)
  const merging = {...importing, existing: fix ? ('replace' as const) : ('keep-both' as const)}
  const planned = await planLanes(sources, owners, {databases: undefined, settings: merging})
  const isAsked = (db: number) => databases === undefined || databases.includes(db)
  const asked = new Set(planned.flatMap(({tally}) => (isAsked(tally.from) ? [tally.to] : [])))
  const inCluster = nodes.flatMap((opened) =>
    opened.facts.info.keys
      .filter(({db}) => databases === undefined || asked.has(db))
      .map(({db, keys}) => laneOf(opened, db, keys)),
  )
  const targets = new Set([0, ...inCluster.map(({tally}) => tally.to)])
  const all = [...planned, ...[...targets].flatMap((db) => emptyLanes(sources, planned, db))]
  const control = new Control({...MOVE_DEFAULTS, rate: settings.rate})
  const job = startJob([...planned, ...inCluster], owners, {settings: importing, ...context, control})
  const troubles = new Troubles()
  const open = ({opened, tally}: PlannedLane) => openLane(job, opened.source, {...tally})
  const lanes = all.map((one) => compareLane(open(one), settings, troubles))
  return new Comparison(
    {
      job,
      troubles,
      lanes,
      asked: lanes.filter(({tally}) => isAsked(tally.from)),
      clusterLanes: inCluster.map((one) => ({
        lane: open(one),
        tally: {db: one.tally.to, keys: one.tally.keys, looked: 0, extra: 0},
      })),
    },
    settings.sample,
  )
}

/** The settings of an import that copies what differs, of which a comparison needs some. */
function importSettings({patienceMs, timeoutMs, rate}: CompareSettings): ImportSettings {
  const {maxPauseMs} = MOVE_DEFAULTS
  const how = {copy: true, existing: 'replace', way: 'stream', maxPauseMs, pipeline: undefined} as const
  return {...how, timeoutMs, patienceMs, rate}
}

/** The keys of a database of the cluster are looked for on each source, also on one that has none. */
function emptyLanes(
  sources: readonly OpenedSource[],
  planned: readonly PlannedLane[],
  db: number,
): PlannedLane[] {
  const isPlanned = (opened: OpenedSource) =>
    planned.some((one) => one.opened === opened && one.tally.to === db)
  return sources.filter((opened) => !isPlanned(opened)).map((opened) => laneOf(opened, db, 0))
}

function laneOf(opened: OpenedSource, db: number, keys: number): PlannedLane {
  const nothing = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
  const tally: ImportTally = {source: opened.facts.name, from: db, to: db, keys, ...nothing}
  return {opened, tally}
}
