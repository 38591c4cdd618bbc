import {join} from 'node:path'
import type {ChaosCluster, Member} from './cluster.js'
import type {CommandPlan} from './plan-commands.js'

export type Stage = {
  readonly cluster: ChaosCluster
  /** A node that is named on each command line, and that no command removes. */
  readonly seed: Member
  readonly folder: string
}

/** Seconds that a command waits for nodes to agree: less than the default of a minute, so that a round is short. */
const ALONE = ['--yes', '--join-timeout', '15']
const FAST = ['--connect-timeout', '2000', '--command-timeout', '3000']

/** The command line of a command of the plan. */
export function argvOf(command: CommandPlan, stage: Stage): string[] {
  return [command.name, ...wordsOf(command, stage), ...command.flags, ...FAST]
}

function wordsOf(command: CommandPlan, {cluster, seed, folder}: Stage): string[] {
  const at = seed.server.address
  const idOf = (node: number): string => cluster.member(node).id
  switch (command.name) {
    case 'create':
      return [
        ...cluster.members.map(addressOf),
        '--replicas',
        String(cluster.options.topology.replicas),
        ...ALONE,
      ]
    case 'reshard':
      return [at, ...endsOf(command, idOf), '--slots', String(command.slots), ...ALONE]
    case 'rebalance':
      return [at, '--weight', `${idOf(command.heavy)}=${command.weight}`, ...ALONE]
    case 'add-node':
      return [addressOf(cluster.newcomer), at, ...roleOf(command, idOf), ...ALONE]
    case 'del-node':
      return [at, idOf(command.node), '--drain', ...ALONE]
    case 'import':
      return [
        at,
        '--from',
        cluster.standalone.address,
        '--way',
        command.way,
        '--patience',
        '8',
        ...copyFlag(command),
      ]
    case 'backup':
      return [at, join(folder, 'backup'), '--silence-timeout', '8']
    default:
      return command.name === 'check' ? [at] : [at, '--yes']
  }
}

function endsOf({from, to}: CommandPlan & {name: 'reshard'}, idOf: (node: number) => string): string[] {
  return ['--from', from === 'all' ? 'all' : idOf(from), '--to', idOf(to)]
}

function roleOf(
  {asReplicaOf}: {readonly asReplicaOf: number | undefined},
  idOf: (node: number) => string,
): string[] {
  return asReplicaOf === undefined ? [] : ['--slave', '--master-id', idOf(asReplicaOf)]
}

function copyFlag({copy}: {readonly copy: boolean}): string[] {
  return copy ? ['--copy'] : ['--yes']
}

/** The command line of resume or fix. */
export function repairArgv(
  name: 'resume' | 'fix' | 'check',
  {seed}: Stage,
  ...more: readonly string[]
): string[] {
  const consent = name === 'check' ? [] : ['--yes']
  return [name, seed.server.address, ...consent, ...more, ...FAST]
}

/** The lowest primary that no command of the plan removes. */
export function seedOfStage(cluster: ChaosCluster, commands: readonly CommandPlan[]): Member {
  const removed = commands.flatMap((command) => (command.name === 'del-node' ? [command.node] : []))
  const seed = cluster.primaries.find(({number}) => !removed.includes(number))
  if (!seed) throw new Error('every primary is to be removed')
  return seed
}

function addressOf({server}: Member): string {
  return server.address
}
