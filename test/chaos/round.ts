import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {askAll} from '../support/ask.js'
import type {ServerProgram} from '../support/matrix.js'
import {randomFrom} from '../support/random.js'
import {until} from '../support/until.js'
import {argvOf, seedOfStage, type Stage} from './argv.js'
import {waitUntilCalm} from './calm.js'
import {ChaosCluster, firstSlots} from './cluster.js'
import {type ChaosKey, fillCommand, makeKeys, WRITTEN} from './dataset.js'
import {Faults} from './faults.js'
import {hasJournal} from './journals.js'
import {type RepairResult, repair} from './repair.js'
import type {Places} from './places.js'
import type {RoundPlan} from './plan.js'
import {ToolRun, type ToolResult} from './tool.js'
import type {ChaosWriter, Record_} from './writer.js'

/** What a lane keeps from one round to the next. */
export type Lane = {readonly places: Places; readonly writer: ChaosWriter}

/** Everything that a round did and observed; the cluster is still running. */
export type Played = {
  readonly plan: RoundPlan
  readonly stage: Stage
  readonly state: string
  readonly faults: Faults
  readonly runs: readonly ToolResult[]
  readonly repaired: RepairResult
  readonly wasCalm: boolean
  readonly keys: readonly ChaosKey[]
  readonly imported: readonly ChaosKey[]
  readonly records: ReadonlyMap<string, Record_>
  /** Seconds of each part of the round. */
  readonly phases: Readonly<Record<string, number>>
}

const COMMAND_LIMIT_MS = 60_000

/** Starts the servers of a round. */
export async function setUp(plan: RoundPlan, program: ServerProgram, places: Places): Promise<ChaosCluster> {
  const folder = await mkdtemp(join(tmpdir(), `clustertool-chaos-${plan.seed}-`))
  const unformed = plan.commands.some(({name}) => name === 'create')
  const random = randomFrom(plan.seed ^ 0x5eed)
  return ChaosCluster.start({program, topology: plan.topology, random, places, folder, unformed})
}

/** Plays a round on servers that were started for it. */
export async function play(plan: RoundPlan, cluster: ChaosCluster, {writer}: Lane): Promise<Played> {
  const {folder, unformed} = cluster.options
  const state = join(folder, 'state')
  const stage: Stage = {cluster, seed: seedOfStage(cluster, plan.commands), folder}
  const {keys, imported} = keysOf(plan, cluster)
  const phases: Record<string, number> = {}
  let last = Date.now()
  const tick = (phase: string): void => {
    phases[phase] = (Date.now() - last) / 1000
    last = Date.now()
  }
  if (!unformed) {
    await cluster.waitUntilFormed()
    await fill(cluster, keys)
  }
  if (imported.length > 0) await sendAll(cluster.standalone, imported.map(fillCommand))
  await writer.start({
    nodes: cluster.members.map(({server}) => server.address),
    keys: keys.filter(({kind}) => WRITTEN.includes(kind)),
    clients: 4,
    waits: plan.topology.replicas > 0,
  })
  tick('form')
  const running: ToolRun[] = []
  const faults = new Faults(cluster, () => running)
  const runs = await work({plan, stage, state, running, faults})
  tick('work')
  await faults.heal()
  const wasCalm = await waitUntilCalm(cluster)
  tick('calm')
  const again = unformed && runs[0]?.exitCode !== 0 ? await createAgain(plan, stage, state) : []
  const repaired = await repair(plan.repairer, stage, state)
  const records = await writer.stop()
  tick('repair')
  return {
    plan,
    stage,
    state,
    faults,
    runs: [...runs, ...again],
    repaired,
    wasCalm,
    keys,
    imported,
    records,
    phases,
  }
}

function keysOf(plan: RoundPlan, cluster: ChaosCluster): Pick<Played, 'keys' | 'imported'> {
  if (cluster.options.unformed) return {keys: [], imported: []}
  const first = cluster.primaries.map((member) => firstSlots(cluster, member)[0])
  const isImport = plan.commands.some(({name}) => name === 'import')
  const count = plan.topology.keys
  const all = makeKeys(randomFrom(plan.seed ^ 0xda7a), count + (isImport ? 600 : 0), first)
  return {keys: all.slice(0, count), imported: all.slice(count)}
}

/** Writes the keys, and waits until replicas have them. */
async function fill(cluster: ChaosCluster, keys: readonly ChaosKey[]): Promise<void> {
  await Promise.all(
    cluster.primaries.map(async (member) => {
      const [first, last] = firstSlots(cluster, member)
      const own = keys.filter(({slot}) => first <= slot && slot <= last)
      const wait = cluster.options.topology.replicas > 0 ? [['WAIT', 1, 5000]] : []
      await sendAll(member.server, [...own.map(fillCommand), ...wait])
    }),
  )
}

async function sendAll(
  server: ChaosCluster['standalone'],
  commands: readonly (readonly (string | number)[])[],
): Promise<void> {
  const failed = (await askAll(server, commands)).find((reply) => reply instanceof Error)
  if (failed) throw failed
}

type Work = Pick<Played, 'plan' | 'stage' | 'state' | 'faults'> & {readonly running: ToolRun[]}

/** Runs the commands while faults occur. A fault whose time comes after all commands does not occur. */
async function work({plan, stage, state, running, faults}: Work): Promise<ToolResult[]> {
  const over = new AbortController()
  const started = Date.now()
  const striking = plan.faults.map(async (fault) => {
    if (fault.from === 'journal') {
      await until('the work begins', () => over.signal.aborted || hasJournal(state) || undefined, 30_000)
    }
    await pause(fault.atMs, undefined, {signal: over.signal}).catch(() => undefined)
    if (!over.signal.aborted) await faults.strike(fault)
  })
  const results: Promise<ToolResult>[] = []
  for (const command of plan.commands) {
    if (command.atMs === undefined) await Promise.all(results)
    else await pause(Math.max(0, command.atMs - (Date.now() - started)))
    const run = new ToolRun(argvOf(command, stage), {state, limitMs: COMMAND_LIMIT_MS})
    running.push(run)
    results.push(run.ended)
  }
  const ended = await Promise.all(results)
  over.abort()
  await Promise.all(striking)
  return ended
}

/** An interrupted create is finished by running it again. */
async function createAgain({commands}: RoundPlan, stage: Stage, state: string): Promise<ToolResult[]> {
  const [create] = commands
  if (!create) return []
  return [await new ToolRun(argvOf(create, stage), {state, limitMs: COMMAND_LIMIT_MS}).ended]
}
