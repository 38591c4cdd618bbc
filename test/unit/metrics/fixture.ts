import type {UnderWay} from '../../../src/checks/under-way.js'
import type {NodeId} from '../../../src/domain/node.js'
import type {NodeStats} from '../../../src/domain/node-stats.js'
import {pointsOf} from '../../../src/metrics/points.js'
import type {MetricName, MetricPoint} from '../../../src/metrics/table.js'
import type {ClusterReading} from '../../../src/operations/cluster-reader.js'
import {id, snapshot, type SnapshotOptions} from '../../support/snapshot.js'

/** Counters of a node; each has another value. */
export const STATS: NodeStats = {
  runId: 'r',
  uptimeSeconds: 1,
  opsPerSecond: 2,
  netInPerSecond: 3,
  netOutPerSecond: 4,
  commands: 5,
  hits: 6,
  misses: 7,
  expiredKeys: 8,
  evictedKeys: 9,
  netInBytes: 10,
  netOutBytes: 11,
  clients: 12,
  blockedClients: 13,
  rejectedConnections: 14,
  cpuSeconds: 15.5,
  fragmentation: 1.25,
  saving: true,
  saveFailed: false,
}

/** Two shards of which all is well. */
export const HEALTHY = `
  a 0-8191 keys=30 memory=200 maxmemory=1000 offset=500
  b 8192-16383 keys=10 memory=100 maxmemory=1000 offset=70
  c replica of a keys=30 memory=200 maxmemory=1000 offset=480 io=2
  d replica of b keys=10 memory=100 maxmemory=1000 offset=70 io=1
`

export type ReadingFixture = SnapshotOptions & {
  readonly changes?: readonly UnderWay[]
  readonly stats?: Readonly<Record<string, NodeStats>>
}

/** A reading of the cluster that the text describes; see test/support/snapshot.ts. */
export function readingOf(
  text: string,
  {changes = [], stats = {}, ...options}: ReadingFixture = {},
): ClusterReading {
  const counted = Object.entries(stats).map(([name, one]): [NodeId, NodeStats] => [id(name), one])
  return {sample: {snapshot: snapshot(text, options), stats: new Map(counted), milliseconds: 12}, changes}
}

/** All series of such a cluster. */
export function pointsIn(text: string, fixture: ReadingFixture = {}): MetricPoint[] {
  const outcome = {endedAt: 1_700_000_000_500, milliseconds: 12, reading: readingOf(text, fixture)}
  return pointsOf(outcome, {version: '1.2.3', ignore: []})
}

/** The values of a metric by the values of its labels, as `east host: 3`; without labels only the value. */
export function valuesOf(points: readonly MetricPoint[], name: MetricName): string[] {
  return points
    .filter((one) => one.name === name)
    .map(
      ({labels, value}) =>
        [...Object.values(labels), ''].join(' ').trimEnd() +
        (Object.keys(labels).length > 0 ? `: ${value}` : `${value}`),
    )
}
