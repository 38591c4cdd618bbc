import {Cluster, Redis} from 'ioredis'

const KEYS = 300_000
const BATCH = 5000

/** Writes keys into the cluster. `port`: of the first of its nodes. */
export async function fill(port: number): Promise<void> {
  const cluster = new Cluster([{host: '127.0.0.1', port}], {enableAutoPipelining: true})
  try {
    for (let first = 0; first < KEYS; first += BATCH) {
      const keys = Array.from({length: BATCH}, (_, at) => `user:${first + at}`)
      await Promise.all(keys.map((key) => cluster.set(key, `${key} `.repeat(10))))
    }
  } finally {
    cluster.disconnect()
  }
}

/**
 * Damages the cluster as accidents do: a slot is left open in the middle of a move, and another one has no owner. The
 * three primaries have ports from `port` on.
 */
export async function damage(port: number): Promise<void> {
  const [first, second, third] = [0, 1, 2].map((at) => new Redis({host: '127.0.0.1', port: port + at}))
  if (!first || !second || !third) throw new Error('a cluster has three primaries')
  try {
    const [source, target] = await Promise.all([first, second].map((node) => node.call('CLUSTER', 'MYID')))
    const slot = 4000
    await second.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(source))
    await first.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(target))
    const keys = (await first.call('CLUSTER', 'GETKEYSINSLOT', slot, 8)) as string[]
    await first.call('MIGRATE', '127.0.0.1', port + 1, '', 0, 5000, 'KEYS', ...keys)
    for (const node of [first, second, third]) await node.call('CLUSTER', 'DELSLOTS', 12_000)
  } finally {
    for (const node of [first, second, third]) node.disconnect()
  }
}
