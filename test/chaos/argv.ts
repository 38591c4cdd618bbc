import {join} from 'node:path'
import type {ChaosCluster, Member} from './cluster.js'
import type {CommandPlan} from './plan-commands.js'

export type Stage = {
  readonly cluster: ChaosCluster
  /** Named on each command line: a node that no command removes. */
  readonly seed: Member
  readonly folder: string
}

/** Seconds that a command gives nodes to agree: less than the usual minute, so that a round is short. */
const PATIENCE = ['--join-timeout', '15']
const FAST = ['--connect-timeout', '2000', '--command-timeout', '3000']

/** The command line of a command of a plan. */
export function argvOf(command: CommandPlan, {cluster, seed, folder}: Stage): string[] {
  const at = seed.server.address
  const flags = [...command.flags, ...FAST]
  switch (command.name) {
    case 'create': {
      const replicas = String(cluster.options.topology.replicas)
      return [
        'create',
        ...cluster.members.map(addressOf),
        '--replicas',
        replicas,
        '--yes',
        ...PATIENCE,
        ...flags,
      ]
    }
    case 'reshard': {
      const from = command.from === 'all' ? 'all' : cluster.member(command.from).id
      const to = cluster.member(command.to).id
      const slots = String(command.slots)
      return ['reshard', at, '--from', from, '--to', to, '--slots', slots, '--yes', ...PATIENCE, ...flags]
    }
    case 'rebalance': {
      const weight = `${cluster.member(command.heavy).id}=${command.weight}`
      return ['rebalance', at, '--weight', weight, '--yes', ...PATIENCE, ...flags]
    }
    case 'add-node': {
      const primary = command.asReplicaOf === undefined ? undefined : cluster.member(command.asReplicaOf).id
      const role = primary === undefined ? [] : ['--slave', '--master-id', primary]
      return ['add-node', addressOf(cluster.newcomer), at, ...role, '--yes', ...PATIENCE, ...flags]
    }
    case 'del-node':
      return ['del-node', at, cluster.member(command.node).id, '--drain', '--yes', ...PATIENCE, ...flags]
    case 'import': {
      const way = ['--way', command.way, '--patience', '8', ...(command.copy ? ['--copy'] : ['--yes'])]
      return ['import', at, '--from', cluster.standalone.address, ...way, ...flags]
    }
    case 'backup':
      return ['backup', at, join(folder, 'backup'), '--silence-timeout', '8', ...flags]
    case 'check':
      return ['check', at, ...flags]
    default:
      return [command.name, at, '--yes', ...flags]
  }
}

/** The command line that mends. */
export function menderArgv(
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
