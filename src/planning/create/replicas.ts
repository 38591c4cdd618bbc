import type {Candidate} from '../../domain/layout.js'
import {attachAtLeastCost, type ReplicaQuota} from './replica-flow.js'

/**
 * The replicas of each primary, by the primary's index. Uses every node of the pool; counts differ by at most one. In
 * order of priority: no replica on its primary's host, none in its zone, no two replicas of one primary on one host,
 * no two in one zone; each with as few exceptions as possible for these primaries, within the limits of
 * `attachAtLeastCost`. If a simple pass in the order of the pool has no exception, that is the result, as in
 * redis-cli.
 */
export function attachReplicas(primaries: readonly Candidate[], pool: readonly Candidate[]): Candidate[][] {
  const quota = {each: Math.floor(pool.length / primaries.length), extras: pool.length % primaries.length}
  // redis-cli starts with the second node of the pool, so that neighbours in the list are not paired.
  const rotated = [...pool.slice(1), ...pool.slice(0, 1)]
  return attachInOrder(primaries, rotated, quota) ?? attachAtLeastCost(primaries, rotated, quota)
}

/** Undefined if that leaves a node without a primary, or a primary with too few replicas. */
function attachInOrder(
  primaries: readonly Candidate[],
  pool: readonly Candidate[],
  {each}: ReplicaQuota,
): Candidate[][] | undefined {
  const left = [...pool]
  const shards = primaries.map((primary) => [primary])
  for (const shard of shards) for (let i = 0; i < each; i++) takeFirstFit(shard, left)
  for (const shard of shards) takeFirstFit(shard, left)
  if (left.length > 0 || shards.some((shard) => shard.length <= each)) return undefined
  return shards.map((shard) => shard.slice(1))
}

/** Moves the first node that shares no place with the shard's nodes, if there is one. */
function takeFirstFit(shard: Candidate[], left: Candidate[]): void {
  const index = left.findIndex((node) => shard.every((other) => !sharePlace(node, other)))
  if (index >= 0) shard.push(...left.splice(index, 1))
}

function sharePlace(a: Candidate, b: Candidate): boolean {
  return a.host === b.host || (a.zone !== undefined && a.zone === b.zone)
}
