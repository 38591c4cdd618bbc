import type {Candidate, PlannedShard} from '../../domain/layout.js'
import {splitSlots} from '../slots-split.js'
import {choosePrimaries} from './primaries.js'
import {attachReplicas} from './replicas.js'

/** The number of primaries for a list of nodes, with at least this many replicas each, counted as redis-cli does. */
export function countPrimaries(nodes: number, replicasPerPrimary: number): number {
  return Math.floor(nodes / (replicasPerPrimary + 1))
}

/**
 * The shards of a new cluster, in the order of their slots; every candidate is in one of them. If the numbers allow
 * it, no place holds a majority of primaries, and no two nodes of a shard share a host or a known zone. The result
 * depends only on the candidates and their order. Remaining nodes become extra replicas, one for each primary. Throws
 * RangeError if there are too few candidates for one primary.
 */
export function planLayout(candidates: readonly Candidate[], replicasPerPrimary: number): PlannedShard[] {
  const count = countPrimaries(candidates.length, replicasPerPrimary)
  const ranges = splitSlots(count)
  const {primaries, pool} = choosePrimaries(candidates, count)
  const replicas = attachReplicas(primaries, pool)
  return primaries.map((primary, index) => ({
    primary,
    ranges: ranges.slice(index, index + 1),
    replicas: replicas[index] ?? [],
  }))
}
