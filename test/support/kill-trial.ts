import {ask, askAll} from './ask.js'
import {type CliResult, runCli} from './cli.js'
import {tagOf} from './fill.js'
import type {ServerProgram} from './matrix.js'
import {pick} from './random.js'
import {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'
import {until} from './until.js'
import {keysIn, lostWrites, Writer} from './writer.js'

export type KilledCommand = 'reshard' | 'rebalance' | 'del-node' | 'fix'
type Repairer = 'resume' | 'fix'

/** What is killed: clustertool, and in addition or instead the source or the target. */
export type Victim = 'tool' | 'source' | 'target'

export type Trial = {
  readonly command: KilledCommand
  readonly repairer: Repairer
  readonly victims: readonly Victim[]
  /** When to kill, as a fraction of the time of an undisturbed run. */
  readonly moment: number
  readonly random: () => number
}

const SLOTS = 1500
const KEYS_PER_SLOT = 12
const USUAL_MS = 500

export type TrialResult = {
  /** What is wrong in the end; empty if nothing is. */
  readonly wrong: readonly string[]
  /** clustertool was still running when it was killed. */
  readonly killed: boolean
  /** A check found errors before the repair. */
  readonly hurt: boolean
}

/**
 * Runs a command on a cluster of 4 primaries with a replica each while a client writes, kills it or nodes at some
 * moment, and repairs the cluster.
 */
export async function runTrial(program: ServerProgram, trial: Trial): Promise<TrialResult> {
  const args = ['--cluster-node-timeout', '1000', '--cluster-replica-validity-factor', '0']
  const server = program.name === 'Redis 6.0' ? {args: args.slice(0, 2)} : {args}
  await using cluster = await TestCluster.start({count: 8, replicas: 1, server: program.path, ...server})
  const [source, target] = [cluster.shard(0).primary, cluster.shard(3).primary]
  const seed = cluster.shard(1).primary
  await load(source)
  if (trial.command === 'fix') await openSlots(cluster, source, target)
  await using writer = await Writer.start({
    nodes: cluster.nodes.map(({address}) => address),
    keys: keysIn(0, SLOTS, 200),
  })
  const nodes = {source, target}
  const run = await runCli(commandFor(trial, cluster), {
    limitMs: 60_000,
    onStart: (kill) => setTimeout(() => killAll(trial, nodes, kill), trial.moment * USUAL_MS + 90),
  })
  const dead = trial.victims.filter((victim) => victim !== 'tool')
  if (dead.length > 0) await failedOver(cluster, dead, nodes)
  const before = await runCli(['check', seed.address])
  const repaired = await repair(trial, seed)
  const check = await runCli(['check', seed.address])
  const report = await writer.stop()
  const lost = dead.length > 0 || check.exitCode !== 0 ? [] : await lostWrites(seed, report)
  const wrong = [
    ...(repaired.exitCode === 0 ? [] : [`${trial.repairer} exited ${repaired.exitCode}`]),
    ...(check.exitCode === 0 ? [] : [`check exited ${check.exitCode}`]),
    ...lost.slice(0, 5),
  ]
  return {
    wrong: wrong.length === 0 ? [] : [...wrong, ...[run, before, repaired, check].map(textOf)],
    killed: run.signal === 'SIGKILL',
    hurt: before.exitCode !== 0,
  }
}

async function repair({command, repairer, victims}: Trial, {address}: TestServer): Promise<CliResult> {
  if (victims.includes('source') && victims.includes('target')) {
    // Two of four primaries are not a majority, so the others cannot agree that they failed.
    const flag = '--fix-with-unreachable-masters'
    const repaired = await runCli(['fix', address, '--yes', flag], {limitMs: 90_000})
    return repaired.exitCode === 0 && repairer === 'resume'
      ? runCli(['resume', address, '--yes'], {limitMs: 90_000})
      : repaired
  }
  const repaired = await runCli([repairer, address, '--yes'], {limitMs: 90_000})
  if (command !== 'fix' || !/^Nothing/m.test(repaired.stdout)) return repaired
  // A repair that was killed before its first step has left nothing to resume, and its damage still exists.
  return runCli(['fix', address, '--yes'], {limitMs: 90_000})
}

async function load(node: TestServer): Promise<void> {
  const commands = []
  for (let slot = 0; slot < SLOTS; slot++) {
    for (let key = 0; key < KEYS_PER_SLOT; key++)
      commands.push(['SET', `{${tagOf(slot)}}${key}`, 'x'.repeat(100)])
  }
  const replies = await askAll(node, commands)
  const failed = replies.find((reply) => reply instanceof Error)
  if (failed) throw failed
}

/** A state that a killed move leaves: some of the keys have moved. */
async function openSlots(cluster: TestCluster, source: TestServer, target: TestServer): Promise<void> {
  const slots = Array.from({length: 300}, (_, slot) => slot)
  await askAll(
    target,
    slots.map((slot) => ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(source)]),
  )
  await askAll(
    source,
    slots.map((slot) => ['CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(target)]),
  )
  const {host, port} = target
  await askAll(
    source,
    slots.map((slot) => {
      const keys = Array.from({length: 5}, (_, key) => `{${tagOf(slot)}}${key}`)
      return ['MIGRATE', host, port, '', 0, 5000, 'KEYS', ...keys]
    }),
  )
}

function commandFor({command, random}: Trial, cluster: TestCluster): string[] {
  const [source, target] = [cluster.shard(0).primary, cluster.shard(3).primary]
  const seed = cluster.shard(1).primary.address
  switch (command) {
    case 'reshard': {
      const ends = ['--from', source.address, '--to', target.address]
      return ['reshard', seed, ...ends, '--slots', `${SLOTS}`, '--yes']
    }
    case 'rebalance':
      return ['rebalance', seed, '--weight', `${target.address}=${pick(random, [3, 5, 9])}`, '--yes']
    case 'del-node':
      return ['del-node', seed, cluster.idOf(source), '--drain', '--yes']
    default:
      return ['fix', seed, '--yes']
  }
}

function killAll(
  {victims}: Trial,
  nodes: Readonly<Record<'source' | 'target', TestServer>>,
  kill: (signal: NodeJS.Signals) => void,
): void {
  for (const victim of victims) {
    if (victim === 'tool') kill('SIGKILL')
    else nodes[victim].killNow()
  }
}

/** Waits until replicas have taken over from dead primaries, as far as they do so by themselves. */
async function failedOver(
  cluster: TestCluster,
  dead: readonly Exclude<Victim, 'tool'>[],
  nodes: Readonly<Record<'source' | 'target', TestServer>>,
): Promise<void> {
  const shards = dead.map((victim) => cluster.shards.find(({primary}) => primary === nodes[victim]))
  for (const shard of shards) {
    const replica = shard?.replicas[0]
    if (!replica) continue
    const isPrimary = async () => String(await ask(replica, 'ROLE')).startsWith('master')
    // If too few are left to vote, no replica takes over.
    await until('the replica has taken over', isPrimary, 8000).catch(() => undefined)
  }
}

function textOf({exitCode, signal, stdout, stderr}: CliResult): string {
  return `--- exit ${exitCode} ${signal ?? ''}\n${stdout}${stderr}`
}
