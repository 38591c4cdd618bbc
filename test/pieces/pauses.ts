import {type ChildProcessByStdio, spawn} from 'node:child_process'
import {once} from 'node:events'
import type {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {Redis} from 'ioredis'
import type {Address} from '../../src/domain/address.js'
import {KeyConnection} from '../../src/redis/key-client.js'
import {Wire} from '../../src/redis/wire.js'
import {tagOf} from '../support/fill.js'
import {serverPrograms} from '../support/matrix.js'
import {runReshard} from '../support/run-change.js'
import {PLAIN, TestCluster} from '../support/test-cluster.js'
import {make, valuesOf} from './values.js'

/**
 * Measures for how long both servers keep clients waiting that use other keys while a big key moves: in pieces, and by one
 * MIGRATE; and whether every element is equal afterwards.
 * Usage: node --import tsx --import ./test/support/state-folder.ts test/pieces/pauses.ts [SCALE] [VALUE] [SERVER …]
 */
const [scale = '1', only = '', ...wanted] = process.argv.slice(2)
const connection = {...PLAIN, commandTimeoutMs: 60_000}

for (const {name, path} of serverPrograms()) {
  if (wanted.length > 0 && !wanted.some((one) => name.includes(one))) continue
  await using cluster = await TestCluster.start({
    count: 3,
    replicas: 0,
    server: path,
    args: ['--cluster-node-timeout', '60000', '--slowlog-log-slower-than', '1000'],
  })
  // Nothing happens on the third one: what its prober sees, other programs on this machine have caused.
  const [source, target, idle] = cluster.primaries
  if (!source || !target || !idle) throw new Error('too few primaries')
  const [from, to] = [source, target].map(({port}) => new Redis({port, protocol: 2}))
  // Slots of these nodes that stay where they are.
  const probers = [
    probe(source.port, tagOf(5000)),
    probe(target.port, tagOf(10_000)),
    probe(idle.port, tagOf(16_000)),
  ]
  for (const [slot, value] of valuesOf(Number(scale)).entries()) {
    if (!value.name.includes(only)) continue
    for (const way of ['pieces', 'MIGRATE'] as const) {
      const key = `{${tagOf(slot)}}big`
      await make(from!, key, value)
      const bytes = Number(await from!.call('MEMORY', 'USAGE', key))
      const before = await digestOn(source, key)
      await Promise.all(probers.map((prober) => ask(prober)))
      for (const redis of [from!, to!]) await redis.call('SLOWLOG', 'RESET')
      const cpu = process.cpuUsage()
      const start = performance.now()
      const outcome = await runReshard(
        source,
        {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: `${slot}`},
        {
          method: 'keys',
          connection,
          moving: {maxPauseMs: way === 'pieces' ? 10 : 1_000_000, allowBigKeys: true},
        },
      )
      const seconds = (performance.now() - start) / 1000
      const [atSource, atTarget, atIdle] = await Promise.all(probers.map((prober) => ask(prober)))
      const [slowFrom, slowTo] = await Promise.all([from!, to!].map(slowest))
      const isEqual = (await digestOn(target, key)) === before
      const {user} = process.cpuUsage(cpu)
      const move = outcome.steps[0]?.move
      const [one] = move?.inPieces ?? []
      console.log(
        `${name} | ${value.name} | ${(bytes / 1e6).toFixed(0)} MB | ${way} | ${outcome.status}, ${isEqual ? 'every element equal' : 'NOT EQUAL'}, ${one?.outcome ?? ''} ${one?.pieces ?? 1} pieces, ${seconds.toFixed(1)} s, ${(user / 1e6).toFixed(1)} s of our CPU | ` +
          `source ${atSource?.longest.toFixed(0)} ms (p99 ${atSource?.p99.toFixed(1)}), slowest ${slowFrom} | target ${atTarget?.longest.toFixed(0)} ms (p99 ${atTarget?.p99.toFixed(1)}), slowest ${slowTo} | idle node ${atIdle?.longest.toFixed(0)} ms | errors ${(atSource?.errors ?? 0) + (atTarget?.errors ?? 0)}`,
      )
      // Back, for the second way.
      await to!.unlink(key)
      await runReshard(
        target,
        {to: cluster.idOf(source), from: [cluster.idOf(target)], slots: `${slot}`},
        {method: 'keys', connection},
      )
    }
  }
  for (const prober of probers) prober.kill()
  for (const redis of [from!, to!]) redis.disconnect()
}

type Prober = ChildProcessByStdio<Writable, Readable, null>

function probe(port: number, tag: string): Prober {
  const script = fileURLToPath(new URL('prober.mjs', import.meta.url))
  return spawn(process.execPath, [script, String(port), tag], {stdio: ['pipe', 'pipe', 'inherit']})
}

type Waits = {readonly longest: number; readonly p99: number; readonly asked: number; readonly errors: number}

async function ask(prober: Prober): Promise<Waits> {
  prober.stdin.write('tell\n')
  const [told] = await once(prober.stdout, 'data')
  return JSON.parse(String(told)) as Waits
}

/** Identifies all elements of a key. */
async function digestOn({host, port}: Address, key: string): Promise<string> {
  const client = new KeyConnection(await Wire.open({host, port}, connection))
  const digest = await client.digestInPieces(0, Buffer.from(key))
  client.close()
  if (!digest || digest instanceof Error) throw digest ?? new Error(`there is no ${key}`)
  return digest.digest
}

/** The slowest command by the server's own clock, in milliseconds. */
async function slowest(redis: Redis): Promise<string> {
  const entries = (await redis.call('SLOWLOG', 'GET', 128)) as [number, number, number, string[]][]
  const [first] = entries.toSorted((a, b) => b[2] - a[2])
  return first ? `${(first[2] / 1000).toFixed(1)} ms ${first[3][0]}` : 'below 1 ms'
}
