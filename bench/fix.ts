import {damageAtRandom, type Harm, whatIsWrong} from '../test/support/damaged-cluster.js'
import {damagesFor, keysOf} from '../test/support/damage.js'
import {askAll} from '../test/support/ask.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import {randomFrom} from '../test/support/random.js'
import {TestCluster} from '../test/support/test-cluster.js'
import type {TestServer} from '../test/support/test-server.js'
import {formatRatio, formatTime, median} from './figures.js'
import {CLUSTERTOOL, run, type Run} from './run.js'
import {shippedTool} from './shipped-tool.js'

type Tool = {readonly name: string; readonly fix: (seed: TestServer) => Promise<Run>}

/** Nobody waits longer for a repair, and servers settle what they settle by themselves within this time. */
const LIMIT_MS = 30_000
const SETTLE_MS = 2000

/**
 * Damages equal clusters at random and repairs them with clustertool and with the shipped tool. Prints how many were
 * healthy afterwards with every key, and how long that took. Then repairs 1,000 slots that a move left open.
 */
export async function benchFix(count: number, only: string | undefined, seed: number): Promise<void> {
  for (const program of serverPrograms().filter(
    ({name}) => name !== 'Redis 6.0' && (!only || name === only),
  )) {
    console.log(
      `\n${program.name}, ${count} clusters of 4 primaries with replicas, damaged at random, seed ${seed}`,
    )
    for (const tool of toolsFor(program)) await score(program, tool, {count, seed})
    const times: number[] = []
    for (const tool of toolsFor(program)) times.push(await openSlots(program, tool))
    const [ours = 0, theirs = 0] = times
    console.log(`  1,000 open slots with 40,000 keys: clustertool is ${formatRatio(theirs, ours)} faster`)
  }
}

function toolsFor({path}: ServerProgram): Tool[] {
  const shipped = shippedTool(path)
  return [
    {
      name: 'clustertool',
      fix: ({address}) =>
        run([...CLUSTERTOOL, 'fix', address, '--search-multiple-owners', '--yes'], {limitMs: LIMIT_MS}),
    },
    {
      name: 'shipped tool',
      fix: ({address}) =>
        run([shipped, '--cluster', 'fix', address, '--cluster-search-multiple-owners', '--cluster-yes'], {
          input: 'yes\n'.repeat(100),
          limitMs: LIMIT_MS,
        }),
    },
  ]
}

async function score(
  program: ServerProgram,
  tool: Tool,
  {count, seed}: {readonly count: number; readonly seed: number},
): Promise<void> {
  const random = randomFrom(seed)
  const sum = {whole: 0, lost: 0, lied: 0}
  const times: number[] = []
  let cluster = await TestCluster.start({count: 8, replicas: 1, server: program.path})
  for (let time = 0; time < count; time++) {
    const harm: Harm = await damageAtRandom(cluster, damagesFor(program), random)
    const {milliseconds, exitCode} = await tool.fix(cluster.shard(time % 4).primary)
    times.push(milliseconds)
    const wrong = await wrongAfterAWhile(cluster, harm)
    if (wrong.length === 0) {
      sum.whole++
      continue
    }
    if (wrong.some((text) => text.includes('damage'))) sum.lost++
    if (exitCode === 0) sum.lied++
    await cluster[Symbol.asyncDispose]()
    cluster = await TestCluster.start({count: 8, replicas: 1, server: program.path})
  }
  await cluster[Symbol.asyncDispose]()
  console.log(
    `  ${tool.name}: ${sum.whole} of ${count} whole, ${sum.lost} with keys missing, ${sum.lied} not whole though it ended with 0; ` +
      `median ${formatTime(median(times))}`,
  )
}

/** By then the servers have settled what the tool left to them. */
async function wrongAfterAWhile(cluster: TestCluster, {keys}: Harm): Promise<string[]> {
  const end = performance.now() + SETTLE_MS
  for (;;) {
    const wrong = await whatIsWrong(cluster, keys).catch((error: unknown) => [String(error)])
    if (wrong.length === 0 || performance.now() > end) return wrong
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const OPEN_SLOTS = 1000
const KEYS_PER_SLOT = 40

async function openSlots(program: ServerProgram, tool: Tool): Promise<number> {
  await using cluster = await TestCluster.start({count: 8, replicas: 1, server: program.path})
  const [source, target] = cluster.primaries
  if (!source || !target) throw new Error('too few primaries')
  const slots = Array.from({length: OPEN_SLOTS}, (_, slot) => slot)
  await well(
    source,
    slots.flatMap((slot) => keysOf(slot, KEYS_PER_SLOT).map(([key, value]) => ['SET', key, value])),
  )
  await well(
    target,
    slots.map((slot) => ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(source)]),
  )
  await well(
    source,
    slots.map((slot) => ['CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(target)]),
  )
  await well(
    source,
    slots.map((slot) => {
      const keys = keysOf(slot, KEYS_PER_SLOT / 4).map(([key]) => key)
      return ['MIGRATE', target.host, target.port, '', 0, 5000, 'KEYS', ...keys]
    }),
  )
  const {milliseconds} = await tool.fix(source)
  const wrong = await whatIsWrong(cluster, [])
  const ending = wrong.length === 0 ? 'whole' : `not whole (${wrong.length} errors)`
  console.log(`  ${OPEN_SLOTS} open slots, ${tool.name}: ${formatTime(milliseconds)}, ${ending}`)
  return milliseconds
}

async function well(node: TestServer, commands: readonly (readonly (string | number)[])[]): Promise<void> {
  const failed = (await askAll(node, commands)).find((reply) => reply instanceof Error)
  if (failed) throw failed
}
