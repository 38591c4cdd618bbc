/**
 * The items of each shard. `groups[g]` are items in order; `shares[g][s]` is the number of them that shard `s` gets.
 * The shares of a group add up to its items. Shards choose in order, `each` items per shard, then one more where
 * their shares allow it. Every choice is the first group in which the shard has a share left.
 */
export function dealNodes<T>(
  groups: readonly (readonly T[])[],
  shares: readonly (readonly number[])[],
  each: number,
): T[][] {
  const taken = groups.map(() => 0)
  const left = shares.map((ofShards) => [...ofShards])
  const shards: T[][] = (shares[0] ?? []).map(() => [])
  for (const count of [each, 1]) {
    for (const [shard, items] of shards.entries())
      for (let i = 0; i < count; i++) items.push(...takeOne(shard))
  }
  return shards

  function takeOne(shard: number): T[] {
    const group = left.findIndex((ofShards) => (ofShards[shard] ?? 0) > 0)
    const ofShards = left[group]
    if (!ofShards) return []
    ofShards[shard] = (ofShards[shard] ?? 0) - 1
    const next = taken[group] ?? 0
    taken[group] = next + 1
    return groups[group]?.slice(next, next + 1) ?? []
  }
}
