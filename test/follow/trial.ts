// Follows a source while clients change it, and compares everything at the end. For options see below.
// npm run build, then node --import tsx --import ./test/support/state-folder.ts test/follow/trial.ts
import {parseArgs} from 'node:util'
import {setTimeout as sleep} from 'node:timers/promises'
import {runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {serverPrograms} from '../support/matrix.js'
import {MixedClient} from '../support/mixed-client.js'
import {TestServers} from '../support/servers.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'

const {values: options} = parseArgs({
  options: {
    server: {type: 'string', default: 'Redis 7.0'},
    target: {type: 'string', default: ''},
    keys: {type: 'string', default: '20000'},
    seconds: {type: 'string', default: '10'},
    rate: {type: 'string', default: '5000'},
    seed: {type: 'string', default: '1'},
    kills: {type: 'string', default: '0'},
    sample: {type: 'string', default: '10000'},
  },
})
const programNamed = (name: string) => {
  const found = serverPrograms().find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not installed`)
  return found.path
}
const server = programNamed(options.server)
const target = programNamed(options.target || options.server)
await using sources = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
const source = sources.node(0)
await using cluster = await TestCluster.start({count: 6, replicas: 1, server: target})
const seed = cluster.shard(0).primary.address
await fillMixed(source, {keys: Number(options.keys)})
await using client = new MixedClient(source, {names: 3000, seed: Number(options.seed)})
client.start(Number(options.rate))
const args = ['import', seed, '--from', source.address, '--follow', '--progress', 'ndjson']
let followed = await startCli(args)
const last = () => {
  const lines = followed
    .stderr()
    .split('\n')
    .filter((line) => line.includes('follow-progress'))
  const text = lines.at(-1)
  return text === undefined
    ? undefined
    : (JSON.parse(text) as {progress: {isReady: boolean; sources: Record<string, number>[]}}).progress
}
const began = performance.now()
for (let kill = 0; kill < Number(options.kills); kill++) {
  await sleep((Number(options.seconds) * 1000 * Math.random()) / Number(options.kills) + 300)
  followed.kill('SIGKILL')
  await followed.result
  followed = await startCli(args)
}
await until('it is ready', () => followed.hasEnded() || last()?.isReady, 120_000)
console.log(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s`, JSON.stringify(last()))
await sleep(Math.max(0, Number(options.seconds) * 1000 - (performance.now() - began)))
console.log(JSON.stringify(last()))
const cut = await runCli([
  'cutover',
  '--check-sample',
  options.sample,
  '--then',
  'readonly',
  '--on-ready',
  'true',
])
console.log(cut.exitCode, cut.stdout, cut.stderr)
const result = await followed.result
await client.stop()
console.log(`client: ${client.commands} commands, longest ${client.longestMs.toFixed(0)} ms`)
console.log(result.exitCode, result.stdout, notes(result.stderr))
const compared = await runCli(['compare', source.address, seed, '--lag', '1500ms'])
console.log(compared.stdout.split('\n').slice(-14).join('\n'), compared.stderr)
process.exitCode = compared.exitCode ?? 1

function notes(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('-progress"'))
    .slice(-8)
    .join('\n')
}
