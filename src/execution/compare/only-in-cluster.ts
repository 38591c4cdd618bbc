import {settleAll} from '../../domain/settle-all.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {type ClusterLane, type CompareLane, keysOf} from './compare-lane.js'

/**
 * Looks on the source for the keys of a database of a node of the cluster. Those that it does not have are in doubt in
 * the first lane that could have them. `lanes`: those whose keys go into this database.
 */
export async function lookForExtras(
  {lane, tally}: ClusterLane,
  lanes: readonly CompareLane[],
  sample: number | undefined,
): Promise<void> {
  const startAnew = () => (tally.looked = 0)
  for await (const keys of keysOf(lane, sample, startAnew)) {
    // A stray key belongs to another node, which has its value.
    const own = keys.filter(({key}) => lane.source.owns(key))
    const absent = await absentKeys(lanes, own)
    tally.looked += own.length
    await settleAll(
      lanes.map((one, at) =>
        one.doubts.add(absent.filter(({key}) => at === lanes.findIndex(({lane}) => lane.source.owns(key)))),
      ),
    )
  }
}

/** Those of the keys that none of the lanes has; a key that a source refuses to look for counts as one. */
export async function absentKeys<T extends Pick<SizedKey, 'key'>>(
  lanes: readonly CompareLane[],
  keys: readonly T[],
): Promise<T[]> {
  let left = [...keys]
  for (const {lane} of lanes) {
    const own = left.filter(({key}) => lane.source.owns(key))
    if (own.length === 0) continue
    const bare = own.map(({key}) => key)
    const found = await lane.source.use('read', (client) => client.exist(lane.tally.from, bare))
    const there = new Set(own.filter((_, at) => found[at] === true))
    left = left.filter((key) => !there.has(key))
  }
  return left
}
