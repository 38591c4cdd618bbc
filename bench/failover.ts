import {ask} from '../test/support/ask.js'
import {serverPrograms} from '../test/support/matrix.js'
import {TestCluster, type TestShard} from '../test/support/test-cluster.js'
import type {TestServer} from '../test/support/test-server.js'
import {until} from '../test/support/until.js'
import {keysIn, lostWrites, Writer} from '../test/support/writer.js'
import {formatTime, median} from './figures.js'
import {CLUSTERTOOL, runWell} from './run.js'
import {shippedTool} from './shipped-tool.js'

const WHOLE = [0, 16_383] as const
const NODE_TIMEOUT_MS = 1000

type Trial = {readonly longestMs: number; readonly lost: readonly string[]; readonly took: number}
type Switch = (from: TestServer, to: TestServer) => Promise<unknown>

/**
 * Makes shards change roles while clients write, in turns with clustertool and with CLUSTER FAILOVER of the shipped
 * tool. Prints how long the slowest write of each turn took, and how many acknowledged writes were lost. A plan alone,
 * which changes nothing, shows how much of that comes from a program that starts beside the servers.
 */
export async function benchFailover(times: number, only?: string): Promise<void> {
  for (const {name, path} of serverPrograms().filter((one) => only === undefined || one.name === only)) {
    await using cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      server: path,
      args: ['--cluster-node-timeout', String(NODE_TIMEOUT_MS)],
    })
    const ways: Readonly<Record<string, Switch>> = {
      clustertool: (from, to) => runWell([...CLUSTERTOOL, 'failover', from.address, to.address, '--yes']),
      'clustertool --dry-run': (from, to) =>
        runWell([...CLUSTERTOOL, 'failover', from.address, to.address, '--dry-run']),
      'CLUSTER FAILOVER': async (from, to) => {
        await runWell([shippedTool(path), '-h', to.host, '-p', String(to.port), 'CLUSTER', 'FAILOVER'])
        await until('it is the primary', () => has(to, 'master'), 10_000)
        // It holds writes until it hears of the new primary.
        await until('the old primary is a replica', () => has(from, 'slave'), 10_000)
      },
    }
    const trials = Object.fromEntries(Object.keys(ways).map((way): [string, Trial[]] => [way, []]))
    for (let turn = 0; turn < times; turn++) {
      for (const [way, change] of Object.entries(ways)) {
        trials[way]?.push(await changeRoles(cluster, cluster.shard(turn % 3), change))
      }
    }
    for (const [way, results] of Object.entries(trials)) console.log(`${name}, ${way}: ${describe(results)}`)
  }
}

async function has(node: TestServer, role: string): Promise<boolean> {
  return String(await ask(node, 'INFO', 'replication')).includes(`role:${role}`)
}

async function changeRoles(cluster: TestCluster, shard: TestShard, change: Switch): Promise<Trial> {
  const both = [shard.primary, ...shard.replicas]
  const roles = await Promise.all(both.map(async (node) => String(await ask(node, 'INFO', 'replication'))))
  const from = both.find((_, at) => /role:master/.test(roles[at] ?? ''))
  const to = both.find((node) => node !== from)
  if (!from || !to) throw new Error('the shard has no primary and replica')
  const nodes = cluster.nodes.map(({address}) => address)
  await using writer = await Writer.start({nodes, keys: keysIn(...WHOLE, 300), clients: 6})
  const start = performance.now()
  await change(from, to)
  const took = performance.now() - start
  const report = await writer.stop()
  return {longestMs: report.max, lost: await lostWrites(from, report), took}
}

function describe(trials: readonly Trial[]): string {
  const longest = trials.map(({longestMs}) => longestMs)
  const lost = trials.reduce((sum, trial) => sum + trial.lost.length, 0)
  return (
    `${trials.length} times; longest write of each: median ${formatTime(median(longest))}, maximum ${formatTime(Math.max(...longest))}; ` +
    `whole command: median ${formatTime(median(trials.map(({took}) => took)))}; writes lost: ${lost}`
  )
}
