import type {Redis} from 'ioredis'
import {connect, type ConnectionOptions, disconnect} from '../src/redis/connection.js'
import {keySlot} from '../src/redis/key-slot.js'
import {askAll} from '../test/support/ask.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import {TestServers} from '../test/support/servers.js'
import {PLAIN, TestCluster} from '../test/support/test-cluster.js'
import type {TestServer} from '../test/support/test-server.js'
import {formatRatio, formatTime} from './figures.js'
import {type Command, mixedKeys} from './mixed-keys.js'
import {CLUSTERTOOL, run, type Run} from './run.js'
import {shippedTool} from './shipped-tool.js'

const PATIENT: ConnectionOptions = {...PLAIN, commandTimeoutMs: 60_000}
const BATCH = 2000

/**
 * Copies mixed keys of two databases, and one key of 20 MB, from a server into a cluster, with clustertool and with the
 * shipped tool. Afterwards compares every key with the source: its DUMP and when it expires.
 */
export async function benchImport(keys: number, only = 'Redis 7.0'): Promise<void> {
  const program = serverPrograms().find(({name}) => name === only)
  if (!program) throw new Error(`there is no ${only} here`)
  await using sources = await TestServers.start({
    count: 1,
    server: program.path,
    args: ['--cluster-enabled', 'no'],
  })
  await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
  const source = sources.node(0)
  await fill(source, keys)
  console.log(`\n${program.name}, ${keys} keys and one of 20 MB into 3 primaries`)
  const seed = cluster.shard(0).primary.address
  const times: number[] = []
  for (const {name, command} of toolsFor(program, {seed, source: source.address})) {
    await askAllNodes(cluster.primaries, ['FLUSHALL'])
    times.push(await measure(name, () => run(command), {source, cluster}))
    if (process.env['COMMANDSTATS']) await tellCommands([source, ...cluster.primaries])
  }
  const [ours = 0, theirs = 0] = times
  console.log(`  clustertool is ${formatRatio(theirs, ours)} faster`)
}

function toolsFor(
  {path}: ServerProgram,
  {seed, source}: {readonly seed: string; readonly source: string},
): {readonly name: string; readonly command: readonly string[]}[] {
  const shipped = [shippedTool(path), '--cluster', 'import', seed]
  return [
    {name: 'clustertool', command: [...CLUSTERTOOL, 'import', seed, '--from', source]},
    {name: 'shipped tool', command: [...shipped, '--cluster-from', source, '--cluster-copy']},
  ]
}

type Ends = {readonly source: TestServer; readonly cluster: TestCluster}

async function measure(name: string, start: () => Promise<Run>, ends: Ends): Promise<number> {
  const {milliseconds, exitCode, output} = await start()
  if (exitCode !== 0) console.log(output.slice(-1500))
  const {equal, wrong, missing} = await compare(ends)
  const rate = Math.round(equal / (milliseconds / 1000))
  console.log(
    `  ${name}: ${formatTime(milliseconds)}, ${rate} keys/s, exit code ${exitCode}; ` +
      `${equal} keys are equal, ${wrong} are not, ${missing} are missing`,
  )
  return milliseconds
}

async function fill(source: TestServer, keys: number): Promise<void> {
  const redis = await connect({host: source.host, port: source.port}, PATIENT)
  let batch: Command[] = []
  for (const command of mixedKeys(keys)) {
    batch.push(command)
    if (batch.length >= BATCH) {
      await ask(redis, batch)
      batch = []
    }
  }
  await ask(redis, batch)
  disconnect(redis)
}

async function ask(redis: Redis, commands: readonly Command[]): Promise<unknown[]> {
  const pipeline = redis.pipeline()
  for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args)
  const replies = (await pipeline.exec()) ?? []
  return replies.map(([error, reply]) => {
    if (error) throw error
    return reply
  })
}

type Comparison = {equal: number; wrong: number; missing: number}

async function compare({source, cluster}: Ends): Promise<Comparison> {
  const sum: Comparison = {equal: 0, wrong: 0, missing: 0}
  const from = await connect({host: source.host, port: source.port}, PATIENT)
  const owners = await Promise.all(cluster.primaries.map(({host, port}) => connect({host, port}, PATIENT)))
  for (const db of ['0', '3']) {
    await ask(from, [['SELECT', db]])
    let cursor = '0'
    do {
      const [reply] = await ask(from, [['SCAN', cursor, 'COUNT', String(BATCH)]])
      const [next, keys] = reply as [Buffer, Buffer[]]
      cursor = next.toString()
      await compareSome(keys, {from, owners}, sum)
    } while (cursor !== '0')
  }
  for (const redis of [from, ...owners]) disconnect(redis)
  return sum
}

/** The last slot of each of three primaries. */
const LAST_SLOTS = [5460, 10_922, 16_383]

/** `owners` are in the order of their slots; each owns a third. */
async function compareSome(
  keys: readonly Buffer[],
  {from, owners}: {readonly from: Redis; readonly owners: readonly Redis[]},
  sum: Comparison,
): Promise<void> {
  const groups = owners.map((redis, at) => ({
    redis,
    own: keys.filter((key) => LAST_SLOTS.findIndex((last) => keySlot(key) <= last) === at),
  }))
  const ours = await Promise.all(groups.map(({own}) => dump(from, own)))
  const theirs = await Promise.all(groups.map(({redis, own}) => dump(redis, own)))
  ours.flat().forEach((one, at) => {
    const other = theirs.flat()[at]
    if (!one) return
    if (!other) sum.missing++
    else if (one.payload.equals(other.payload) && isNear(one.ttlMs, other.ttlMs)) sum.equal++
    else if (sum.wrong++ === 0 && process.env['COMMANDSTATS']) console.log(one, other)
  })
}

async function dump(redis: Redis, keys: readonly Buffer[]) {
  const commands = keys.flatMap((key): Command[] => [
    ['DUMP', key],
    ['PTTL', key],
  ])
  const replies = await ask(redis, commands)
  return keys.map((_, at) => {
    const payload = replies[2 * at] as Buffer | null
    return payload ? {payload, ttlMs: Number(replies[2 * at + 1])} : undefined
  })
}

function isNear(a: number, b: number): boolean {
  return a < 0 || b < 0 ? a === b : Math.abs(a - b) < 2000
}

async function askAllNodes(nodes: readonly TestServer[], command: readonly string[]): Promise<void> {
  await Promise.all(nodes.map((node) => askAll(node, [command])))
}

async function tellCommands(nodes: readonly TestServer[]): Promise<void> {
  for (const node of nodes) {
    const [text] = await askAll(node, [
      ['INFO', 'commandstats'],
      ['CONFIG', 'RESETSTAT'],
    ])
    console.log(`${node.address}\n${String(text)}`)
  }
}
