import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {defaultProgram} from '../test/support/matrix.js'
import {freeBasePort, TestServers} from '../test/support/servers.js'
import {formatRatio, formatTime, median} from './figures.js'
import {CLUSTERTOOL, run, runWell} from './run.js'
import {shippedTool} from './shipped-tool.js'

const RUNS = 9

/**
 * Compares whole processes with that of `node -e 0`; they alternate: `complete`, `--version`, and `check` of 6 local nodes, of the
 * program in dist and, if `npm run package` has made it, of the one-file program.
 */
export async function benchStartup(): Promise<void> {
  await using servers = await TestServers.start({count: 6})
  await runWell([...CLUSTERTOOL, 'create', '--replicas', '1', '--yes', ...servers.addresses])
  const seed = servers.addresses[0] ?? ''
  const programs = [{name: 'npm package', program: CLUSTERTOOL}, ...oneFile()]
  for (const {name, program} of programs) {
    for (const args of [['complete', 'node'], ['--version'], ['check', seed]]) {
      const [ours, node] = await compare([...program, ...args], [process.execPath, '-e', '0'])
      const what = `startup: ${name}, ${args[0]}`
      console.log(`${what}: ${formatTime(ours)}, node -e 0 ${formatTime(node)} (medians of ${RUNS})`)
      console.log(`${what}: ${formatRatio(ours, node)} node -e 0`)
    }
  }
}

function oneFile(): {readonly name: string; readonly program: readonly string[]}[] {
  const folder = fileURLToPath(new URL('../build', import.meta.url))
  const names = existsSync(folder) ? readdirSync(folder) : []
  const found = names.find((name) => name.endsWith(`-${process.platform}-${process.arch}`))
  return found === undefined ? [] : [{name: 'one file', program: [join(folder, found)]}]
}

/** Runs `check` on 100 nodes with both tools while every reply is delayed by a millisecond. */
export async function benchCheck(): Promise<void> {
  const count = 100
  const base = await freeBasePort(count)
  await using servers = await TestServers.start({
    count,
    args: ['--cluster-node-timeout', '15000'],
    nodeArgs: (index) => ['--cluster-announce-port', String(base + index)],
  })
  await using _proxy = await startProxies(servers.nodes.map(({port}, index) => `${base + index}:${port}`))
  await runWell([...CLUSTERTOOL, 'create', '--replicas', '1', '--yes', ...servers.addresses])
  const seed = `127.0.0.1:${base}`
  const shipped = shippedTool(defaultProgram())
  const [ours, theirs] = await compare([...CLUSTERTOOL, 'check', seed], [shipped, '--cluster', 'check', seed])
  console.log(
    `check of ${count} nodes, replies delayed by 1 ms: clustertool ${formatTime(ours)}, ` +
      `shipped tool ${formatTime(theirs)} (medians of ${RUNS})`,
  )
  console.log(`check of ${count} nodes: ${formatRatio(theirs, ours)} faster`)
}

async function startProxies(pairs: readonly string[]): Promise<AsyncDisposable> {
  const script = fileURLToPath(new URL('delaying-proxy.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...pairs], {
    env: {...process.env, DELAY_MS: '1'},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}

/** Medians of two commands that run alternately, so that a change of the machine's speed affects both. */
async function compare(a: readonly string[], b: readonly string[]): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round <= RUNS; round++) {
    const first = await run(a)
    const second = await run(b)
    if (first.exitCode !== 0 || second.exitCode !== 0) throw new Error(`${first.output}\n${second.output}`)
    // The first round warms the file cache.
    if (round > 0) times[0].push(first.milliseconds)
    if (round > 0) times[1].push(second.milliseconds)
  }
  return [median(times[0]), median(times[1])]
}
