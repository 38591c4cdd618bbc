import type {Node} from './node.js'
import {isAtLeast} from './version.js'

/** How to make nodes count the load of each slot, if the version of this one can. `seed`: the node to name. */
export function wayToCount(node: Node | undefined, seed: string): string {
  const {software, version} = node?.info ?? {}
  const isRedis = software === 'redis'
  if (isRedis ? !isAtLeast(version, 8, 2) : !isAtLeast(version, 8)) {
    return 'It needs Valkey 8.0 or Redis 8.2, or later.'
  }
  // Redis 8.6 cannot begin to count memory while it runs, so it refuses yes.
  const value = isRedis && isAtLeast(version, 8, 6) ? '"cpu net"' : 'yes'
  return `To count it from now on: clustertool config set ${seed} cluster-slot-stats-enabled ${value}`
}
