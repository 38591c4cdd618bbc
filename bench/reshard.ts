import {CLUSTERTOOL, runWell} from './run.js'
import {load} from './load.js'
import {formatRatio, formatTime, median} from './figures.js'
import {shippedTool} from './shipped-tool.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import type {Address} from '../src/domain/address.js'
import type {AtomicMethod} from '../src/domain/move.js'
import {moveBareAtomically} from './limit/atomically.js'
import {type BareMove, moveBareByKeys} from './limit/by-keys.js'
import {ask} from '../test/support/ask.js'
import {TestServers} from '../test/support/servers.js'
import {TestCluster} from '../test/support/test-cluster.js'
import {keysIn, lostWrites, Writer, type WriterReport} from '../test/support/writer.js'

const SLOTS = 4096
const BYTES = 100
const RUNS = 3
/** Numbers of keys in one MIGRATE, of which the best is the limit. */
const KEYS_AT_ONCE = [100, 1000]

type Scenario = {readonly name: string; readonly keysPerSlot: number; readonly latency: boolean}

const SMALL: readonly Scenario[] = [
  {name: 'no keys', keysPerSlot: 0, latency: false},
  {name: '75,000 keys of 100 B', keysPerSlot: 18.31, latency: true},
]
const LARGE: readonly Scenario[] = [{name: '1,500,000 keys of 100 B', keysPerSlot: 366.3, latency: true}]

type Tool = {
  readonly name: string
  /** Moves the slots, and returns the milliseconds that it took. */
  readonly move: (move: BareMove) => Promise<number>
}

/**
 * Moves 4,096 slots from one of three primaries to an empty fourth, by clustertool, by nothing but the commands that it
 * takes (the limit), and by the shipped tool, each on a separate cluster. Prints the time of the whole process and, from
 * a separate run, the latency of a client that writes in the meantime. `server`: only on this one. `isShort`: only
 * clustertool and the limit.
 */
export async function benchReshard(
  size: string,
  {server, isShort}: {readonly server: string | undefined; readonly isShort: boolean},
): Promise<void> {
  const programs = serverPrograms().filter(
    ({name}) => name !== 'Redis 6.0' && (server === undefined || name === server),
  )
  for (const program of programs) {
    for (const scenario of size === 'large' ? LARGE : SMALL) {
      const ours = await compareWithLimit(program, scenario)
      if (!isShort) await compareWithShipped(program, scenario, ours)
    }
  }
}

/** Returns the milliseconds that clustertool takes. */
async function compareWithLimit(program: ServerProgram, scenario: Scenario): Promise<number> {
  console.log(`\n${program.name}, ${SLOTS} slots, ${scenario.name}`)
  const [ours = NaN, ...limits] = await inTurns(program, scenario, [
    clustertool,
    ...(await limitsFor(program, scenario)),
  ])
  const limit = Math.min(...limits)
  console.log(
    `  clustertool reaches ${((100 * limit) / ours).toFixed(0)} % of the limit, and needs ${formatTime(ours - limit)} more`,
  )
  return ours
}

async function compareWithShipped(program: ServerProgram, scenario: Scenario, ours: number): Promise<void> {
  for (const tool of shippedTools(program)) {
    const [theirs = NaN] = await inTurns(program, scenario, [tool], 1)
    console.log(`  clustertool is ${formatRatio(theirs, ours)} faster`)
  }
  if (!scenario.latency) return
  await printLatency(program, scenario)
}

/** Prints what each tool needs, and returns the milliseconds: medians, because the speed of a machine changes. */
async function inTurns(
  program: ServerProgram,
  scenario: Scenario,
  tools: readonly Tool[],
  runs = RUNS,
): Promise<number[]> {
  const times = tools.map((): number[] => [])
  for (let run = 0; run < runs; run++) {
    for (const [at, tool] of tools.entries()) {
      const {milliseconds} = await measure(program, scenario, {tool, write: false})
      times[at]?.push(milliseconds)
    }
  }
  return tools.map(({name}, at) => {
    const milliseconds = median(times[at] ?? [])
    console.log(`  ${name}: ${formatTime(milliseconds)}, ${ratesOf(milliseconds / 1000, scenario)}`)
    return milliseconds
  })
}

function ratesOf(seconds: number, scenario: Scenario): string {
  const keys = Math.round(scenario.keysPerSlot) * SLOTS
  return [
    `${Math.round(SLOTS / seconds)} slots/s`,
    `${Math.round(keys / seconds)} keys/s`,
    `${((keys * BYTES) / seconds / 1_000_000).toFixed(1)} MB/s`,
  ].join(', ')
}

async function printLatency(program: ServerProgram, scenario: Scenario): Promise<void> {
  for (const tool of [clustertool, ...shippedTools(program).slice(0, 1)]) {
    const {report, atRest} = await measure(program, scenario, {tool, write: true})
    if (atRest && tool === clustertool) console.log(`  a writing client at rest: ${latency(atRest)}`)
    if (report)
      console.log(`  a writing client during ${tool.name}: ${latency(report)}, ${report.writes} writes`)
  }
}

function latency({p50, p99, max}: WriterReport): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, max ${max.toFixed(1)} ms`
}

const clustertool: Tool = {
  name: 'clustertool',
  move: ({source, target, slots}) =>
    timeOf([
      ...CLUSTERTOOL,
      ...`reshard ${source.address} --from ${source.id} --to ${target.id} --slots ${slots} --yes`.split(' '),
    ]),
}

/** The ways to move as fast as the servers can; the fastest is the limit. */
async function limitsFor(program: ServerProgram, {keysPerSlot}: Scenario): Promise<Tool[]> {
  const method = await atomicMethodOf(program)
  if (method) return [{name: 'limit (the servers alone)', move: (move) => moveBareAtomically(move, method)}]
  // A MIGRATE has keys of one slot only.
  const sizes = KEYS_AT_ONCE.filter((_, at) => at === 0 || keysPerSlot > (KEYS_AT_ONCE[at - 1] ?? 0))
  return sizes.map((keysAtOnce) => ({
    name: `limit (only the commands, up to ${keysAtOnce} keys in each MIGRATE)`,
    move: (move) => moveBareByKeys(move, {keysAtOnce}),
  }))
}

async function atomicMethodOf({path}: ServerProgram): Promise<AtomicMethod | undefined> {
  await using servers = await TestServers.start({count: 1, server: path})
  const help = String(await ask(servers.node(0), 'CLUSTER', 'HELP'))
  if (help.includes('MIGRATESLOTS')) return 'atomic-valkey'
  return help.includes('MIGRATION') ? 'atomic-redis' : undefined
}

function shippedTools({path, software}: ServerProgram): Tool[] {
  const shipped = shippedTool(path)
  const toolWith = (name: string, ...more: string[]): Tool => ({
    name,
    move: ({source, target, slots}) =>
      timeOf([
        ...`${shipped} --cluster reshard ${source.address} --cluster-from ${source.id}`.split(' '),
        ...`--cluster-to ${target.id} --cluster-slots ${slots} --cluster-yes`.split(' '),
        ...more,
      ]),
  })
  const atomic = '--cluster-use-atomic-slot-migration'
  return [
    toolWith('shipped tool'),
    toolWith('shipped tool, --cluster-pipeline 100', '--cluster-pipeline', '100'),
    ...(software === 'valkey' ? [toolWith(`shipped tool, ${atomic}`, atomic)] : []),
  ]
}

async function timeOf(command: readonly string[]): Promise<number> {
  return (await runWell(command)).milliseconds
}

type Measured = {
  readonly milliseconds: number
  readonly report: WriterReport | undefined
  readonly atRest: WriterReport | undefined
}

async function measure(
  {path}: ServerProgram,
  {keysPerSlot}: Scenario,
  {tool, write}: {readonly tool: Tool; readonly write: boolean},
): Promise<Measured> {
  const args = ['--cluster-node-timeout', '15000']
  await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path, args})
  await using fresh = await TestServers.start({count: 1, server: path, args})
  const [source] = cluster.primaries
  const target = fresh.node(0)
  if (!source) throw new Error('the cluster has no primaries')
  await runWell([...CLUSTERTOOL, 'add-node', target.address, source.address])
  const perSlot = Math.round(keysPerSlot)
  await Promise.all(
    cluster.primaries
      .slice(0, 3)
      .map((node, index) => load(node, {...THIRDS[index]!, keysPerSlot: perSlot, bytes: BYTES})),
  )
  const writing = {nodes: cluster.primaries.map(({address}) => address), keys: keysIn(0, SLOTS - 1, 1000)}
  const atRest = write ? await atRestFor(writing) : undefined
  const writer = write ? await Writer.start(writing) : undefined
  const milliseconds = await tool.move({
    source: Object.assign(source, {id: cluster.idOf(source)}),
    target: Object.assign(target, {id: String(await ask(target, 'CLUSTER', 'MYID'))}),
    slots: SLOTS,
  })
  await expectMoved(target, perSlot * SLOTS)
  const report = await writer?.stop()
  if (report) {
    const lost = await lostWrites(source, report)
    if (lost.length > 0) throw new Error(`${tool.name} lost writes: ${lost.slice(0, 5).join('; ')}`)
  }
  return {milliseconds, report, atRest}
}

async function expectMoved(target: Address, keys: number): Promise<void> {
  const size = Number(await ask(target, 'DBSIZE'))
  // A client that writes at the same time adds some.
  if (size < keys) throw new Error(`${keys} keys were to move, and ${size} have`)
}

/** The slots of three primaries, as create assigns them. */
const THIRDS = [
  {start: 0, end: 5460},
  {start: 5461, end: 10_922},
  {start: 10_923, end: 16_383},
]

async function atRestFor(writing: {nodes: string[]; keys: string[]}): Promise<WriterReport> {
  await using writer = await Writer.start({...writing, nodes: [...writing.nodes]})
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return await writer.stop()
}
