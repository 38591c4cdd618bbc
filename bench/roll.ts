import {setTimeout as sleep} from 'node:timers/promises'
import {runCli} from '../test/support/cli.js'
import {serverPrograms, type ServerProgram} from '../test/support/matrix.js'
import {RollTrial} from '../test/support/roll-trial.js'
import {startCli} from '../test/support/started-cli.js'
import {keysIn, lostWrites, Writer} from '../test/support/writer.js'
import {formatTime} from './figures.js'

/** The slots of each of three shards. */
const SHARDS = [
  [0, 5460],
  [5461, 10_922],
  [10_923, 16_383],
] as const

/** A kill comes within this time, in which a roll of six nodes is about half done. */
const KILL_WITHIN_MS = 6000
const MOST_RESUMES = 10

/** How servers are restarted, and with which program. */
type Way = {
  readonly name: string
  readonly from: ServerProgram
  readonly to?: ServerProgram
  readonly flags?: string
}

/**
 * Rolls over six nodes while clients write to each shard: in place on each server, with and without files, and upgrades.
 * Prints the longest write to each shard. Then kills clustertool `kills` times at random moments, and resumes.
 */
export async function benchRoll(kills: number): Promise<void> {
  for (const way of waysOf(serverPrograms())) console.log(`${way.name}: ${await rollOnce(way)}`)
  let finished = 0
  const lost: string[] = []
  const [program] = serverPrograms()
  if (!program) throw new Error('there is no server')
  for (let at = 0; at < kills; at++) {
    const problems = await killAndResume(program)
    if (problems.length === 0) finished++
    lost.push(...problems)
  }
  console.log(
    `killed at ${kills} random moments and resumed: ${finished} finished; ${lost.join('; ') || 'nothing lost'}`,
  )
}

function waysOf(programs: readonly ServerProgram[]): Way[] {
  const named = (wanted: string) => programs.find(({name}) => name === wanted)
  const [six, seven, eight, valkey] = ['Redis 6.0', 'Redis 7.0', 'Redis 8.6', 'Valkey 9.1'].map(named)
  return [
    ...programs.map((from) => ({name: `${from.name} in place`, from})),
    ...programs.map((from) => ({name: `${from.name} in place, files lost`, from, flags: 'empty'})),
    ...(six && seven ? [{name: 'Redis 6.0 to 7.0', from: six, to: seven}] : []),
    ...(seven && eight ? [{name: 'Redis 7.0 to 8.6', from: seven, to: eight}] : []),
    ...(seven && valkey ? [{name: 'Redis 7.0 to Valkey 9.1', from: seven, to: valkey}] : []),
  ]
}

async function rollOnce({from, to, flags = ''}: Way): Promise<string> {
  await using trial = await RollTrial.start({server: from.path})
  const nodes = trial.cluster.nodes.map(({address}) => address)
  const writers = await Promise.all(
    SHARDS.map(([start, end]) => Writer.start({nodes, keys: keysIn(start, end, 100), clients: 2})),
  )
  const command = trial.command(to ? `program=${to.path}` : flags)
  const version = to ? ['--version-to', `${to.software}-${to.version.split('.').slice(0, 2).join('.')}`] : []
  const begun = performance.now()
  const words = ['roll', trial.seed.address, '--restart', command, '--back', '--yes', ...version]
  const run = await runCli(words, {limitMs: 300_000})
  const took = performance.now() - begun
  const reports = await Promise.all(writers.map((writer) => writer.stop()))
  const lost = await Promise.all(reports.map((report) => lostWrites(trial.seed, report)))
  const ended = run.exitCode === 0 ? 'done' : `exit ${run.exitCode}: ${run.stdout}${run.stderr}`
  const longest = reports.map(({max}) => formatTime(max)).join(', ')
  return `${ended} in ${formatTime(took)}; longest write of each shard: ${longest}; lost: ${lost.flat().length}`
}

async function killAndResume(program: ServerProgram): Promise<string[]> {
  await using trial = await RollTrial.start({server: program.path})
  const nodes = trial.cluster.nodes.map(({address}) => address)
  await using writer = await Writer.start({nodes, keys: keysIn(0, 16_383, 200), clients: 4})
  const afterMs = Math.random() * KILL_WITHIN_MS
  const words = ['roll', trial.seed.address, '--restart', trial.command(), '--back', '--yes']
  await using run = await startCli(words, {limitMs: 120_000})
  await sleep(afterMs)
  run.kill('SIGKILL')
  await run.result
  const problems: string[] = []
  for (let attempt = 1; ; attempt++) {
    const resumed = await runCli(['resume', trial.seed.address, '--yes'], {limitMs: 120_000})
    if (resumed.exitCode === 0) break
    if (attempt < MOST_RESUMES && resumed.exitCode !== 1) continue
    problems.push(
      `killed after ${formatTime(afterMs)}: ${resumed.exitCode} ${resumed.stdout}${resumed.stderr}`,
    )
    break
  }
  problems.push(...(await lostWrites(trial.seed, await writer.stop())))
  return problems
}
