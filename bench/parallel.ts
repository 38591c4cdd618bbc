import {serverPrograms} from '../test/support/matrix.js'
import {TestCluster} from '../test/support/test-cluster.js'
import {formatRatio, formatTime} from './figures.js'
import {load} from './load.js'
import {CLUSTERTOOL, runWell} from './run.js'

const KEYS_PER_SLOT = 60

type Shape = {readonly name: string; readonly weights: (ids: readonly string[]) => string[]}

const SHAPES: readonly Shape[] = [
  {name: 'three sources to one target', weights: ([, , , d]) => [`${d}=13`]},
  {name: 'one source to three targets', weights: ([a]) => [`${a}=0.1`]},
]

/**
 * Rebalances a cluster in which several pairs of nodes move slots: one pair after the other, and in parallel. Prints
 * both times.
 */
export async function benchParallel(): Promise<void> {
  for (const {name, path} of serverPrograms()) {
    for (const shape of SHAPES) {
      const serial = await measure(path, shape, ['--parallel', '1'])
      const together = await measure(path, shape, [])
      console.log(
        `${name}, ${shape.name}: one after the other ${formatTime(serial)}, as scheduled ${formatTime(together)}: ` +
          `${formatRatio(serial, together)} faster`,
      )
    }
  }
}

async function measure(server: string, {weights}: Shape, args: readonly string[]): Promise<number> {
  await using cluster = await TestCluster.start({
    count: 4,
    replicas: 0,
    server,
    args: ['--cluster-node-timeout', '15000'],
  })
  await Promise.all(
    cluster.primaries.map((node, index) =>
      load(node, {start: index * 4096, end: index * 4096 + 4095, keysPerSlot: KEYS_PER_SLOT, bytes: 100}),
    ),
  )
  const [seed] = cluster.primaries
  if (!seed) throw new Error('the cluster has no primaries')
  const ids = cluster.primaries.map((node) => cluster.idOf(node))
  const flags = weights(ids).flatMap((weight) => ['--weight', weight])
  const {milliseconds} = await runWell([
    ...CLUSTERTOOL,
    'rebalance',
    seed.address,
    ...flags,
    ...args,
    '--yes',
  ])
  return milliseconds
}
