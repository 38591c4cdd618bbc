import {keySlot} from '../../src/redis/key-slot.js'
import {fillMixed} from './dataset.js'
import type {TestCluster} from './test-cluster.js'

const LAST_SLOTS = [5460, 10_922, 16_383]

/** Writes mixed keys, each to its owner, into a new cluster of three primaries. */
export async function fillCluster(cluster: TestCluster, keys: number): Promise<void> {
  await Promise.all(
    cluster.primaries.map((node, at) =>
      fillMixed(node, {
        keys,
        only: (key) => LAST_SLOTS.findIndex((last) => keySlot(key) <= last) === at,
      }),
    ),
  )
}
