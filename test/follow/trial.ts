// Follows a source while clients change it and faults happen, cuts over, and compares everything. For options see below.
// npm run build, then node --import tsx --import ./test/support/state-folder.ts test/follow/trial.ts --faults 20
import {setTimeout as sleep} from 'node:timers/promises'
import {execFile} from 'node:child_process'
import {parseArgs, promisify} from 'node:util'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {serverPrograms} from '../support/matrix.js'
import {MixedClient} from '../support/mixed-client.js'
import {pick, randomFrom} from '../support/random.js'
import type {StartedCli} from '../support/started-cli.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {FAULTS, type FaultName} from './faults.js'
import {openSource} from './sources.js'

const {values: options} = parseArgs({
  options: {
    server: {type: 'string', default: 'Redis 7.0'},
    // A server, a sentinel group or a cluster.
    source: {type: 'string', default: 'server'},
    target: {type: 'string', default: ''},
    primaries: {type: 'string', default: '3'},
    keys: {type: 'string', default: '20000'},
    // At least so long before the cutover.
    seconds: {type: 'string', default: '5'},
    rate: {type: 'string', default: '5000'},
    seed: {type: 'string', default: '1'},
    // How many, of these kinds.
    faults: {type: 'string', default: '0'},
    kinds: {type: 'string', default: 'kill,cut-source,cut-owners,failover,reshard'},
    sample: {type: 'string', default: '10000'},
    // First times redis-cli --cluster import of the same keys, while nobody writes.
    shipped: {type: 'boolean', default: false},
  },
})

function programNamed(name: string): string {
  const found = serverPrograms().find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not installed`)
  return found.path
}

type Told = {readonly isReady: boolean; readonly sources: readonly Record<string, number | string>[]}

async function timeShipped(): Promise<void> {
  const began = performance.now()
  const words = ['--cluster', 'import', seed, '--cluster-from', source.word, '--cluster-copy']
  await promisify(execFile)('redis-cli', words, {maxBuffer: 1e9})
  console.log(
    `redis-cli --cluster import: ${((performance.now() - began) / 1000).toFixed(1)} s without writes`,
  )
  await Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
}

function lastOf(followed: StartedCli): Told | undefined {
  const lines = followed.stderr().split('\n')
  const text = lines.findLast((line) => line.includes('follow-progress') && line.endsWith('}'))
  return text === undefined ? undefined : (JSON.parse(text) as {progress: Told}).progress
}

function notesOf(text: string): string {
  const lines = text.split('\n').filter((line) => !line.includes('-progress"') && !line.includes('"waiting"'))
  return lines.slice(-12).join('\n')
}

const random = randomFrom(Number(options.seed))
await using source = await openSource(options.source, programNamed(options.server))
const primaries = Number(options.primaries)
await using cluster = await TestCluster.start({
  count: primaries * 2,
  replicas: 1,
  server: programNamed(options.target || options.server),
})
const seed = cluster.shard(0).primary.address
for (const {node, owns} of source.parts) await fillMixed(node, {keys: Number(options.keys), only: owns})
if (options.shipped) await timeShipped()
const clients = source.parts.map(
  ({node}, at) =>
    new MixedClient(node, {
      names: 3000,
      seed: Number(options.seed) + at,
      ...(source.sentinel && {sentinel: {address: source.sentinel, group: 'trial'}}),
    }),
)
for (const client of clients) client.start(Number(options.rate) / clients.length)
const args = ['import', seed, '--from', source.word, '--follow', '--progress', 'ndjson']
let followed = await startCli(args, {limitMs: 1_800_000})
const ready = () =>
  until(
    'it is ready',
    () => (followed.hasEnded() ? 'ended' : lastOf(followed)?.isReady || undefined),
    180_000,
  )
const began = performance.now()
const again = async () => {
  followed.kill('SIGKILL')
  await followed.result
  followed = await startCli(args, {limitMs: 1_800_000})
}
const kinds = options.kinds.split(',') as FaultName[]
for (let fault = 0; fault < Number(options.faults); fault++) {
  await sleep(100 + random() * 1500)
  const kind = pick(random, kinds)
  process.stdout.write(`${kind} `)
  await FAULTS[kind]({cluster, source, again, random})
  if (followed.hasEnded()) {
    const {exitCode, stderr, stdout} = await followed.result
    console.log(`\nended with ${exitCode}: ${stdout} ${notesOf(stderr)}`)
    followed = await startCli(args, {limitMs: 1_800_000})
  }
}
await ready()
console.log(
  `\nready after ${((performance.now() - began) / 1000).toFixed(1)} s`,
  JSON.stringify(lastOf(followed)),
)
await sleep(Math.max(0, Number(options.seconds) * 1000 - (performance.now() - began)))
await ready()
const cut = await runCli(['cutover', '--check-sample', options.sample, '--on-ready', 'true'], {
  limitMs: 600_000,
})
// Before Redis 7.0, scripts still write.
for (const client of clients) await client[Symbol.asyncDispose]()
console.log(cut.exitCode, cut.stdout, cut.stderr)
const longest = Math.max(...clients.map(({longestMs}) => longestMs))
console.log(
  `clients: ${clients.reduce((sum, one) => sum + one.commands, 0)} commands, longest ${longest.toFixed(0)} ms`,
)
if (cut.exitCode !== 0) followed.kill('SIGTERM')
const result = await followed.result
console.log(result.exitCode, result.stdout, notesOf(result.stderr))
const compared = await runCli(['compare', source.word, seed, '--lag', '1500ms'], {limitMs: 600_000})
console.log(compared.stdout.split('\n').slice(-14).join('\n'), compared.stderr)
process.exitCode = cut.exitCode === 0 ? (compared.exitCode ?? 1) : 1
