import {settleAll} from '../../domain/settle-all.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {inParts} from '../../redis/pieces/piece.js'
import {type ClusterLane, type CompareLane, keysOf, refuseTooMany} from './compare-lane.js'

/** A server serves nobody else while it looks for these. */
const AT_ONCE = 1000

/**
 * Looks on the source for the keys of a database of a node of the cluster. Those that it does not have are in doubt in
 * the first lane that could have them. `lanes`: those whose keys go into this database.
 */
export async function lookForExtras(
  {lane, tally}: ClusterLane,
  lanes: readonly CompareLane[],
  sample: number | undefined,
): Promise<void> {
  for await (const keys of keysOf(lane, sample)) {
    // A stray key belongs to another node, which has its value.
    const own = keys.filter(({key}) => lane.source.owns(key))
    const {absent, unknown} = await lookOnSource(lanes, own)
    tally.looked += own.length
    const laneOf = ({key}: SizedKey) =>
      Math.max(
        0,
        lanes.findIndex((one) => one.lane.source.owns(key)),
      )
    const doubtful = [...absent, ...unknown]
    await settleAll(lanes.map((one, at) => one.doubts.add(doubtful.filter((key) => at === laneOf(key)))))
    refuseTooMany(lanes)
  }
}

/**
 * Which of the keys one of the lanes has, which none of them has, as their servers say, and of which a server does not say
 * it: it refuses to look for them, or has given their slot away.
 */
export async function lookOnSource<T extends Pick<SizedKey, 'key'>>(
  lanes: readonly CompareLane[],
  keys: readonly T[],
): Promise<{readonly there: ReadonlySet<T>; readonly absent: T[]; readonly unknown: T[]}> {
  const there = new Set<T>()
  const unknown = new Set<T>()
  for (const {lane} of lanes) {
    const own = keys.filter((key) => !there.has(key) && lane.source.owns(key.key))
    for (const some of inParts(own, AT_ONCE)) {
      const bare = some.map(({key}) => key)
      const found = await lane.source.use('read', (client) => client.exist(lane.tally.from, bare))
      some.forEach((key, at) => {
        if (found[at] === true) there.add(key)
        else if (found[at] !== false) unknown.add(key)
      })
    }
  }
  const isOwned = ({key}: T) => lanes.some(({lane}) => lane.source.owns(key))
  const left = keys.filter((key) => !there.has(key))
  const isKnown = (key: T) => isOwned(key) && !unknown.has(key)
  return {there, absent: left.filter(isKnown), unknown: left.filter((key) => !isKnown(key))}
}
