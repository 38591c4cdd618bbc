import {CLUSTERTOOL, runWell} from './run.js'
import {load} from './load.js'
import {formatRatio, formatTime} from './figures.js'
import {shippedTool} from './shipped-tool.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import {ask} from '../test/support/ask.js'
import {TestServers} from '../test/support/servers.js'
import {TestCluster} from '../test/support/test-cluster.js'
import {keysIn, lostWrites, Writer, type WriterReport} from '../test/support/writer.js'

const SLOTS = 4096
const BYTES = 100

type Scenario = {readonly name: string; readonly keysPerSlot: number; readonly latency: boolean}

const SMALL: readonly Scenario[] = [
  {name: 'no keys', keysPerSlot: 0, latency: false},
  {name: '75,000 keys of 100 B', keysPerSlot: 18.31, latency: true},
]
const LARGE: readonly Scenario[] = [{name: '1,500,000 keys of 100 B', keysPerSlot: 366.3, latency: true}]

type Ends = {readonly seed: string; readonly from: string; readonly to: string}
type Tool = {readonly name: string; readonly command: (ends: Ends) => string[]}

/**
 * Moves 4,096 slots from one of three primaries to an empty fourth, by clustertool and by the shipped tool, each on a
 * separate cluster. Prints the time of the whole process and, from a separate run, the latency of a client that
 * writes in the meantime.
 */
export async function benchReshard(size: string, only: string | undefined): Promise<void> {
  const programs = serverPrograms().filter(
    ({name}) => name !== 'Redis 6.0' && (only === undefined || name === only),
  )
  for (const program of programs) {
    for (const scenario of size === 'large' ? LARGE : SMALL) await compare(program, scenario)
  }
}

async function compare(program: ServerProgram, scenario: Scenario): Promise<void> {
  console.log(`\n${program.name}, ${SLOTS} slots, ${scenario.name}`)
  let ours = 0
  for (const tool of toolsFor(program)) {
    const {milliseconds, keys} = await measure(program, scenario, {tool, write: false})
    if (tool.name === 'clustertool') ours = milliseconds
    const seconds = milliseconds / 1000
    const rates = [
      `${Math.round(SLOTS / seconds)} slots/s`,
      `${Math.round(keys / seconds)} keys/s`,
      `${((keys * BYTES) / seconds / 1_000_000).toFixed(1)} MB/s`,
    ].join(', ')
    const ratio =
      tool.name === 'clustertool' ? '' : `; clustertool is ${formatRatio(milliseconds, ours)} faster`
    console.log(`  ${tool.name}: ${formatTime(milliseconds)}, ${rates}${ratio}`)
  }
  if (!scenario.latency) return
  await printLatency(program, scenario)
}

async function printLatency(program: ServerProgram, scenario: Scenario): Promise<void> {
  for (const tool of toolsFor(program).slice(0, 2)) {
    const {report, atRest} = await measure(program, scenario, {tool, write: true})
    if (atRest && tool.name === 'clustertool') console.log(`  a writing client at rest: ${latency(atRest)}`)
    if (report)
      console.log(`  a writing client during ${tool.name}: ${latency(report)}, ${report.writes} writes`)
  }
}

function latency({p50, p99, max}: WriterReport): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, max ${max.toFixed(1)} ms`
}

function toolsFor({path, software}: ServerProgram): Tool[] {
  const shipped = shippedTool(path)
  const theirs = ({seed, from, to}: Ends, ...more: string[]) => [
    ...`${shipped} --cluster reshard ${seed} --cluster-from ${from} --cluster-to ${to}`.split(' '),
    ...`--cluster-slots ${SLOTS} --cluster-yes`.split(' '),
    ...more,
  ]
  return [
    {
      name: 'clustertool',
      command: ({seed, from, to}) => [
        ...CLUSTERTOOL,
        ...`reshard ${seed} --from ${from} --to ${to} --slots ${SLOTS} --yes`.split(' '),
      ],
    },
    {name: 'shipped tool', command: (ends) => theirs(ends)},
    {
      name: 'shipped tool, --cluster-pipeline 100',
      command: (ends) => theirs(ends, '--cluster-pipeline', '100'),
    },
    ...(software === 'valkey'
      ? [
          {
            name: 'shipped tool, --cluster-use-atomic-slot-migration',
            command: (ends: Ends) => theirs(ends, '--cluster-use-atomic-slot-migration'),
          },
        ]
      : []),
  ]
}

type Measured = {
  readonly milliseconds: number
  readonly keys: number
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
  const loaded = await Promise.all(
    cluster.primaries
      .slice(0, 3)
      .map((node, index) => load(node, {...THIRDS[index]!, keysPerSlot: perSlot, bytes: BYTES})),
  )
  const writing = {nodes: cluster.primaries.map(({address}) => address), keys: keysIn(0, SLOTS - 1, 1000)}
  const atRest = write ? await atRestFor(writing) : undefined
  const writer = write ? await Writer.start(writing) : undefined
  const ends = {
    seed: source.address,
    from: cluster.idOf(source),
    to: String(await ask(target, 'CLUSTER', 'MYID')),
  }
  const {milliseconds} = await runWell(tool.command(ends))
  const report = await writer?.stop()
  if (report) {
    const lost = await lostWrites(source, report)
    if (lost.length > 0) throw new Error(`${tool.name} lost writes: ${lost.slice(0, 5).join('; ')}`)
  }
  return {milliseconds, keys: loaded.length > 0 ? perSlot * SLOTS : 0, report, atRest}
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
