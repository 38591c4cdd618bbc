import type {NodeId} from './node.js'
import type {NodeStats} from './node-stats.js'
import type {ClusterSample} from './sample.js'

/** What a node, or all of them together, does at present, per second. */
export type NodeRates = {
  readonly opsPerSecond: number
  /** Bytes. */
  readonly netInPerSecond: number
  readonly netOutPerSecond: number
  /** The part of the reads since the earlier sample that found a key, from 0 to 1; undefined if there were none. */
  readonly hitRate: number | undefined
}

/** The rates of the nodes that answered, and of all of them together. */
export type ClusterRates = {readonly nodes: ReadonlyMap<NodeId, NodeRates>; readonly total: NodeRates}

type ReadCounts = {readonly hits: number; readonly misses: number}

/** The rates in a sample; without an earlier one, what the nodes themselves computed. */
export function ratesOf(after: ClusterSample, before: ClusterSample | undefined): ClusterRates {
  const seconds = before ? secondsBetween(before, after) : 0
  const nodes = new Map<NodeId, NodeRates>()
  const reads: ReadCounts[] = []
  for (const [id, stats] of after.stats) {
    const since = continued(before?.stats.get(id), stats)
    nodes.set(id, ratesFrom(stats, since, seconds))
    if (since) reads.push(readsSince(since, stats))
  }
  const all = [...nodes.values()]
  const total = {
    opsPerSecond: sum(all, ({opsPerSecond}) => opsPerSecond),
    netInPerSecond: sum(all, ({netInPerSecond}) => netInPerSecond),
    netOutPerSecond: sum(all, ({netOutPerSecond}) => netOutPerSecond),
    hitRate: partOfHits({hits: sum(reads, ({hits}) => hits), misses: sum(reads, ({misses}) => misses)}),
  }
  return {nodes, total}
}

function secondsBetween(before: ClusterSample, after: ClusterSample): number {
  return Math.max(0, (Date.parse(after.snapshot.takenAt) - Date.parse(before.snapshot.takenAt)) / 1000)
}

/** What the server has computed itself has precedence. Some hosted servers leave it out, and then it is 0. */
function ratesFrom(after: NodeStats, before: NodeStats | undefined, seconds: number): NodeRates {
  const perSecond = (field: 'commands' | 'netInBytes' | 'netOutBytes') =>
    before && seconds > 0 ? (after[field] - before[field]) / seconds : 0
  return {
    opsPerSecond: after.opsPerSecond || perSecond('commands'),
    netInPerSecond: after.netInPerSecond || perSecond('netInBytes'),
    netOutPerSecond: after.netOutPerSecond || perSecond('netOutBytes'),
    hitRate: before && partOfHits(readsSince(before, after)),
  }
}

const COUNTERS = ['commands', 'hits', 'misses', 'netInBytes', 'netOutBytes'] as const

/** The earlier counters, unless they began anew since: with another process, or by CONFIG RESETSTAT. */
function continued(before: NodeStats | undefined, after: NodeStats): NodeStats | undefined {
  if (!before || before.runId !== after.runId) return undefined
  return COUNTERS.every((field) => after[field] >= before[field]) ? before : undefined
}

function readsSince(before: NodeStats, after: NodeStats): ReadCounts {
  return {hits: after.hits - before.hits, misses: after.misses - before.misses}
}

function partOfHits({hits, misses}: ReadCounts): number | undefined {
  return hits + misses > 0 ? hits / (hits + misses) : undefined
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0)
}
