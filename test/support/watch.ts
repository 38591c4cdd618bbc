import type {NodeId} from '../../src/domain/node.js'
import type {NodeStats} from '../../src/domain/node-stats.js'
import {ratesOf} from '../../src/domain/rates.js'
import type {ClusterSample} from '../../src/domain/sample.js'
import type {WatchPicture} from '../../src/domain/watch.js'
import {snapshot, type SnapshotOptions} from './snapshot.js'

/** The counters of a node that does nothing. */
const IDLE: NodeStats = {
  runId: 'run-1',
  uptimeSeconds: 100,
  opsPerSecond: 0,
  netInPerSecond: 0,
  netOutPerSecond: 0,
  commands: 0,
  hits: 0,
  misses: 0,
  expiredKeys: 0,
  evictedKeys: 0,
  netInBytes: 0,
  netOutBytes: 0,
  clients: 1,
  blockedClients: 0,
  rejectedConnections: 0,
  cpuSeconds: 0,
  fragmentation: undefined,
  saving: false,
  saveFailed: false,
}

/** When samples are taken, unless a test says it. */
export const TAKEN_AT = '2026-11-22T09:00:00.000Z'

export type SampleOptions = SnapshotOptions & {
  readonly takenAt?: string
  /** Counters of all nodes that answer, beside those of IDLE. */
  readonly stats?: (id: NodeId, index: number) => Partial<NodeStats>
}

/** A sample of the cluster that the text describes (see snapshot.ts). */
export function sample(
  text: string,
  {takenAt = TAKEN_AT, stats, ...options}: SampleOptions = {},
): ClusterSample {
  const taken = {...snapshot(text, options), takenAt}
  const answering = taken.nodes.filter(({reachable}) => reachable)
  return {
    snapshot: taken,
    stats: new Map(answering.map(({id}, index) => [id, {...IDLE, ...stats?.(id, index)}])),
    milliseconds: 12,
  }
}

/** A picture of a sample, without findings, moves and events unless they are given. */
export function picture(sample: ClusterSample, more: Partial<WatchPicture> = {}): WatchPicture {
  return {
    sample,
    through: '10.0.0.1:7001',
    seedLost: undefined,
    unread: undefined,
    rates: ratesOf(sample, undefined),
    findings: [],
    moves: [],
    news: [],
    ...more,
  }
}

/** The text of a cluster of `count` nodes, half of them replicas. */
export function clusterText(count: number): string {
  const shards = Math.ceil(count / 2)
  return Array.from({length: count}, (_, at) => {
    const [from, to] = [at, at + 1].map((edge) => Math.floor((16_384 * edge) / shards))
    return at < shards
      ? `n${at} ${from}-${Number(to) - 1} keys=${at * 1000} memory=${at * 1_000_000} maxmemory=200000000 zone=z${at % 3}`
      : `n${at} replica of n${at - shards} zone=z${at % 3}`
  }).join('\n')
}
