import {pick} from '../support/random.js'
import type {Topology} from './plan.js'
import type {CommandPlan} from './plan-commands.js'

/** Something that goes wrong at a given time. Nodes are numbers: primaries from 0, then the replica of each. */
export type FaultPlan = {
  /** Milliseconds after `from`. */
  readonly atMs: number
  /** The start of the first command, or the first line of its journal, which is when its work starts. */
  readonly from: 'start' | 'journal'
} & (ToolFault | NodeFault)

export type ToolFault =
  | {readonly kind: 'tool-killed' | 'tool-stdout-closed' | 'tool-stderr-closed'}
  | {readonly kind: 'tool-stopped'; readonly forMs: number}
  | {readonly kind: 'tool-signalled'; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'}

export type NodeFault = {readonly node: number} & (
  | ({readonly kind: 'node-killed'; readonly wiped: boolean} & Outage)
  | ({readonly kind: 'node-stopped' | 'node-cut-off'} & Outage)
  | {readonly kind: 'node-full'; readonly forMs: number}
  | {readonly kind: 'failover'; readonly force: boolean}
  | {readonly kind: 'clients-cut'}
)

/** For how long a node cannot be reached by the others. */
export type Outage = {
  readonly forMs: number
  /** At least until its replica has taken over, or has had enough time to do so. */
  readonly untilFailover: boolean
}

/** No fault, or one, two or three faults. */
export function planFaults(
  random: () => number,
  topology: Topology,
  commands: readonly CommandPlan[],
): FaultPlan[] {
  const count = pick(random, [0, 1, 1, 1, 1, 2, 2, 2, 3])
  return Array.from({length: count}, () => ({
    atMs: Math.floor(random() ** 2 * 2000),
    from: random() < 0.8 ? ('journal' as const) : ('start' as const),
    ...planFault(random, topology, commands),
  }))
}

function planFault(
  random: () => number,
  topology: Topology,
  commands: readonly CommandPlan[],
): ToolFault | NodeFault {
  if (random() < 0.3) return planToolFault(random)
  const node = pickNode(random, topology, commands)
  const forMs = 100 + Math.floor(random() ** 2 * 4000)
  const primary = node % topology.primaries
  const outage = {forMs, untilFailover: topology.replicas > 0 && random() < 0.6}
  const dice = random()
  if (dice < 0.4)
    return {kind: 'node-killed', node, ...outage, wiped: random() < (topology.replicas === 0 ? 0.1 : 0.3)}
  if (dice < 0.56) return {kind: 'node-stopped', node, ...outage}
  if (dice < 0.7) return {kind: 'node-cut-off', node, ...outage}
  if (dice < 0.78) return {kind: 'node-full', node, forMs}
  if (dice < 0.9 && topology.replicas > 0)
    return {kind: 'failover', node: primary + topology.primaries, force: random() < 0.5}
  return {kind: 'clients-cut', node}
}

function planToolFault(random: () => number): ToolFault {
  const dice = random()
  if (dice < 0.4) return {kind: 'tool-killed'}
  if (dice < 0.55) return {kind: 'tool-stopped', forMs: 100 + Math.floor(random() ** 2 * 4000)}
  if (dice < 0.85) return {kind: 'tool-signalled', signal: pick(random, ['SIGINT', 'SIGTERM', 'SIGHUP'])}
  return {kind: random() < 0.5 ? 'tool-stdout-closed' : 'tool-stderr-closed'}
}

/** Preferably a node that the first command works on. */
function pickNode(
  random: () => number,
  {primaries, replicas}: Topology,
  [command]: readonly CommandPlan[],
): number {
  const any = Math.floor(random() * primaries * (1 + replicas))
  if (random() < 0.25 || command === undefined) return any
  if (command.name === 'reshard') {
    return random() < 0.5 || command.from === 'all' ? command.to : command.from
  }
  if (command.name === 'rebalance') return command.heavy
  return command.name === 'del-node' ? command.node : any
}
