import type {Redis} from 'ioredis'
import {connect} from '../src/redis/connection.js'
import {parseClusterNodes} from '../src/redis/cluster-nodes.js'
import {parseClusterInfo} from '../src/redis/info.js'
import {formatRanges} from '../src/domain/slot.js'
import {defaultProgram} from '../test/support/matrix.js'
import {TestServers} from '../test/support/servers.js'
import {until} from '../test/support/until.js'
import {formatRatio, formatTime} from './figures.js'
import {CLUSTERTOOL, runWell} from './run.js'
import {shippedTool} from './shipped-tool.js'

type Tool = {readonly name: string; readonly command: (addresses: readonly string[]) => string[]}

/** Milliseconds from the start of the tool until it returns, and until every node agrees and reports ok. */
type Times = {readonly returned: number; readonly agreed: number}

/**
 * Forms clusters with a replica for each primary, by clustertool and by the shipped tool, each on servers that were
 * started just before. Prints when each tool returned and when all nodes agreed, and the ratio of the latter.
 */
export async function benchCreate(sizes: readonly number[]): Promise<void> {
  const server = defaultProgram()
  const shipped = shippedTool(server)
  const tools: Tool[] = [
    {
      name: 'clustertool',
      command: (addresses) => [...CLUSTERTOOL, 'create', '--replicas', '1', '--yes', ...addresses],
    },
    {
      name: 'shipped tool',
      command: (addresses) => [
        shipped,
        '--cluster',
        'create',
        ...addresses,
        '--cluster-replicas',
        '1',
        '--cluster-yes',
      ],
    },
  ]
  for (const nodes of sizes) {
    const times: Times[] = []
    for (const tool of tools) {
      const time = await formCluster(nodes, tool)
      times.push(time)
      console.log(
        `create ${nodes} nodes, ${tool.name}: returned after ${formatTime(time.returned)}, ` +
          `every node agrees and reports ok after ${formatTime(time.agreed)}`,
      )
    }
    const [ours, theirs] = times
    if (ours && theirs)
      console.log(`create ${nodes} nodes: ${formatRatio(theirs.agreed, ours.agreed)} faster`)
  }
}

async function formCluster(count: number, {command}: Tool): Promise<Times> {
  // The servers' usual node timeout, not the short one of the tests: it decides how soon they report ok.
  await using servers = await TestServers.start({count, args: ['--cluster-node-timeout', '15000']})
  const start = performance.now()
  const {milliseconds} = await runWell(command(servers.addresses))
  await untilAgreed(servers)
  return {returned: milliseconds, agreed: performance.now() - start}
}

async function untilAgreed(servers: TestServers): Promise<void> {
  const clients = await Promise.all(servers.nodes.map(({host, port}) => connect({host, port}, CONNECTION)))
  try {
    await until('all nodes agree and report ok', () => agree(clients), 120_000)
  } finally {
    for (const client of clients) client.disconnect()
  }
}

async function agree(clients: readonly Redis[]): Promise<boolean> {
  const views = await Promise.all(
    clients.map(async (client) => {
      const {state} = parseClusterInfo(String(await client.call('CLUSTER', 'INFO')))
      const lines = parseClusterNodes(String(await client.call('CLUSTER', 'NODES')))
      const words = lines.map(
        ({id, role, primaryId, slots}) => `${id} ${role} ${primaryId} ${formatRanges(slots)}`,
      )
      return `${state} ${words.toSorted().join(' | ')}`
    }),
  )
  return views.every((view) => view.startsWith('ok') && view === views[0])
}

const CONNECTION = {
  user: undefined,
  password: undefined,
  tls: undefined,
  connectTimeoutMs: 5000,
  commandTimeoutMs: 10_000,
  addressMap: [],
}
