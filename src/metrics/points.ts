import {runChecks} from '../checks/index.js'
import {setAside} from '../checks/ignore.js'
import {explainByChanges} from '../checks/under-way.js'
import type {FindingCode} from '../domain/finding.js'
import type {ClusterReading, ReadingOutcome} from '../operations/cluster-reader.js'
import {namesOf} from '../report/names.js'
import {changePoints} from './points/changes.js'
import {findingPoints} from './points/findings.js'
import {nodePoints} from './points/nodes.js'
import {placementPoints} from './points/placement.js'
import {replicationPoints} from './points/replication.js'
import {shardPoints} from './points/shards.js'
import {slotPoints} from './points/slots.js'
import {statsPoints} from './points/stats.js'
import {type MetricPoint, point} from './table.js'

export type PointsOptions = {
  /** Of clustertool. */
  readonly version: string
  /** Findings that do not count. */
  readonly ignore: readonly FindingCode[]
}

/** All series of an attempt to read a cluster. */
export function pointsOf(outcome: ReadingOutcome, {version, ignore}: PointsOptions): MetricPoint[] {
  const {reading, endedAt, milliseconds} = outcome
  return [
    ...point('clustertool_up', reading !== undefined, {}),
    ...point('clustertool_reading_duration_seconds', milliseconds / 1000, {}),
    ...point('clustertool_reading_timestamp_seconds', endedAt / 1000, {}),
    ...point('clustertool_build_info', 1, {version}),
    ...(reading ? pointsOfReading(reading, ignore) : []),
  ]
}

function pointsOfReading({sample, changes}: ClusterReading, ignore: readonly FindingCode[]): MetricPoint[] {
  const {snapshot} = sample
  const nameOf = namesOf(snapshot)
  const found = runChecks(snapshot)
  const {findings} = setAside(explainByChanges(snapshot, found, changes), ignore)
  return [
    ...findingPoints(findings),
    ...slotPoints(snapshot, found),
    ...placementPoints(snapshot, found),
    ...changePoints(changes),
    ...shardPoints(snapshot, nameOf),
    ...nodePoints(snapshot, nameOf),
    ...statsPoints(sample, nameOf),
    ...replicationPoints(snapshot, nameOf),
  ]
}
