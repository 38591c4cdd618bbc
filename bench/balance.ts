import {Cluster} from 'ioredis'
import {CLUSTERTOOL, runWell} from './run.js'
import {formatTime} from './figures.js'
import {SkewedSlots} from './skewed-slots.js'
import {shippedTool} from './shipped-tool.js'
import {ask, askAll} from '../test/support/ask.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import {TestServers} from '../test/support/servers.js'
import {TestCluster} from '../test/support/test-cluster.js'
import type {TestServer} from '../test/support/test-server.js'

type Ends = {readonly seed: string}
type Tool = {readonly name: string; readonly command: (ends: Ends) => string[]}

/** What each primary has: its data in bytes, and the reads of clients that it answers in a second. */
type Figures = {readonly memory: readonly number[]; readonly reads: readonly number[]}

const LOAD_MS = 4000

/**
 * Three primaries with skewed data, and an empty fourth one, under clients that read some slots much more than others.
 * Prints how even memory and reads are before and after each way to rebalance, each on a cluster of its own, and how many
 * bytes it moved.
 */
export async function benchBalance(megabytes: number, only: string | undefined): Promise<void> {
  const programs = serverPrograms().filter(
    ({name}) => name !== 'Redis 6.0' && (only === undefined || name === only),
  )
  for (const program of programs) {
    console.log(`\n${program.name}, ${megabytes} MB in skewed slots; spread: highest to average`)
    for (const tool of toolsFor(program)) await measure(program, tool, megabytes)
  }
}

function toolsFor(program: ServerProgram): Tool[] {
  const ours = (by: string): Tool => ({
    name: `clustertool --by ${by}`,
    command: ({seed}) => [...CLUSTERTOOL, 'rebalance', seed, '--use-empty-primaries', '--by', by, '--yes'],
  })
  const theirs: Tool = {
    name: 'shipped tool',
    command: ({seed}) => [
      shippedTool(program.path),
      ...`--cluster rebalance ${seed} --cluster-use-empty-masters --cluster-yes`.split(' '),
    ],
  }
  return [theirs, ours('slots'), ours('memory'), ...(countsLoad(program) ? [ours('ops')] : [])]
}

function countsLoad({software, version}: ServerProgram): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return software === 'valkey' ? major >= 8 : major > 8 || (major === 8 && minor >= 2)
}

async function measure(program: ServerProgram, tool: Tool, megabytes: number): Promise<void> {
  const args = ['--cluster-node-timeout', '15000', '--save', '']
  if (countsLoad(program)) args.push('--cluster-slot-stats-enabled', 'yes')
  await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path, args})
  await using fresh = await TestServers.start({count: 1, server: program.path, args})
  const seed = cluster.shard(0).primary.address
  await runWell([...CLUSTERTOOL, 'add-node', fresh.node(0).address, seed])
  const nodes = [...cluster.primaries, fresh.node(0)]
  const slots = new SkewedSlots(megabytes * 1_000_000)
  for (const [index, node] of cluster.primaries.entries()) await slots.fill(node, index)
  await using reader = new Reader(nodes, slots)
  const before = await figuresOf(nodes)
  const ownersBefore = await ownersOf(nodes)
  const {milliseconds} = await runWell(tool.command({seed}))
  const after = await figuresOf(nodes)
  const ownersAfter = await ownersOf(nodes)
  const moved = ownersBefore.flatMap((owner, slot) => (owner === ownersAfter[slot] ? [] : [slot]))
  const bytes = moved.reduce((sum, slot) => sum + slots.bytesOf(slot), 0)
  const change = (of: keyof Figures) => `${spread(before[of])} → ${spread(after[of])}`
  console.log(
    `  ${tool.name}: memory ${change('memory')}, reads ${change('reads')}; ${moved.length} slots with ${(bytes / 1e6).toFixed(0)} MB, ${formatTime(milliseconds)}, ${reader.errors} failed reads`,
  )
}

/** The highest value divided by the average. */
function spread(values: readonly number[]): string {
  const sum = values.reduce((total, value) => total + value, 0)
  return ((Math.max(...values) * values.length) / Math.max(1, sum)).toFixed(2)
}

async function figuresOf(nodes: readonly TestServer[]): Promise<Figures> {
  const hits = () => Promise.all(nodes.map((node) => infoField(node, 'stats', 'keyspace_hits')))
  const first = await hits()
  await new Promise((resolve) => setTimeout(resolve, LOAD_MS))
  const second = await hits()
  return {
    memory: await Promise.all(nodes.map((node) => infoField(node, 'memory', 'used_memory_dataset'))),
    reads: second.map((value, at) => value - (first[at] ?? 0)),
  }
}

async function infoField(node: TestServer, section: string, name: string): Promise<number> {
  const text = String(await ask(node, 'INFO', section))
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

/** The index of the node that owns each slot. */
async function ownersOf(nodes: readonly TestServer[]): Promise<(number | undefined)[]> {
  const owners: (number | undefined)[] = []
  for (const [index, node] of nodes.entries()) {
    const [text] = await askAll(node, [['CLUSTER', 'NODES']])
    const own =
      String(text)
        .split('\n')
        .find((line) => line.includes('myself')) ?? ''
    for (const range of own.trim().split(' ').slice(8)) {
      const [start = 0, end = start] = range.split('-').map(Number)
      for (let slot = start; slot <= end; slot++) owners[slot] = index
    }
  }
  return owners
}

/** Reads keys of a cluster all the time, until it is disposed. */
class Reader implements AsyncDisposable {
  errors = 0
  private readonly cluster: Cluster
  private readonly running: Promise<void>
  private isEnding = false

  constructor(nodes: readonly TestServer[], slots: SkewedSlots) {
    this.cluster = new Cluster(nodes.map(({host, port}) => ({host, port})))
    this.cluster.on('error', () => this.errors++)
    this.running = this.run(slots)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isEnding = true
    await this.running
    this.cluster.disconnect()
  }

  private async run(slots: SkewedSlots): Promise<void> {
    while (!this.isEnding) {
      const keys = Array.from({length: 50}, () => slots.randomKey())
      await Promise.all(keys.map((key) => this.cluster.sort(key, 'LIMIT', 0, 1).catch(() => this.errors++)))
    }
  }
}
