import {pick} from '../support/random.js'
import type {Topology} from './plan.js'

/** A command of clustertool; nodes are numbers of primaries, in the order in which the round starts them. */
export type CommandPlan = {
  /** Milliseconds after the start of the round's work; undefined: after the command before it has ended. */
  readonly atMs?: number
  /** Flags that determine how keys are moved, and how fast. */
  readonly flags: readonly string[]
} & (
  | {readonly name: 'create'}
  | {readonly name: 'reshard'; readonly from: number | 'all'; readonly to: number; readonly slots: number}
  | {readonly name: 'rebalance'; readonly heavy: number; readonly weight: number}
  | {readonly name: 'add-node'; readonly asReplicaOf: number | undefined}
  | {readonly name: 'del-node'; readonly node: number}
  | {readonly name: 'fix' | 'resume' | 'check' | 'backup'}
  | {readonly name: 'import'; readonly copy: boolean; readonly way: string}
)

type Name = CommandPlan['name']

const MAIN: readonly (readonly [Name, number])[] = [
  ['reshard', 40],
  ['rebalance', 18],
  ['del-node', 14],
  ['add-node', 8],
  ['import', 12],
  ['create', 4],
  ['backup', 4],
  ['fix', 2],
  ['check', 2],
]

/** One command, or two: one after the other or both at the same time. */
export function planCommands(random: () => number, topology: Topology): CommandPlan[] {
  const first = planCommand(random, topology, pickWeighted(random, MAIN))
  const dice = random()
  // A create makes the cluster, and what follows it needs one.
  if (dice < 0.55 || first.name === 'create') return [{...first, atMs: 0}]
  const name = pickWeighted(
    random,
    MAIN.filter(([name]) => name !== 'create' && (name !== first.name || name === 'reshard')),
  )
  const second = planCommand(random, topology, dice < 0.62 ? 'resume' : name)
  if (dice < 0.8)
    return [
      {...first, atMs: 0},
      {...second, atMs: Math.floor(random() * 1500)},
    ]
  return [{...first, atMs: 0}, second]
}

function planCommand(random: () => number, {primaries}: Topology, name: Name): CommandPlan {
  const node = Math.floor(random() * primaries)
  const other = (node + 1 + Math.floor(random() * (primaries - 1))) % primaries
  const flags = flagsOf(random, name)
  switch (name) {
    case 'reshard': {
      const slots = 50 + Math.floor(random() * 1500)
      return {name, flags, from: random() < 0.2 ? 'all' : other, to: node, slots}
    }
    case 'rebalance':
      return {name, flags, heavy: node, weight: pick(random, [0, 0.5, 2, 3])}
    case 'add-node':
      return {name, flags, asReplicaOf: random() < 0.5 ? node : undefined}
    case 'del-node':
      return {name, flags, node}
    case 'import':
      return {name, flags, copy: random() < 0.5, way: pick(random, ['auto', 'migrate', 'stream'])}
    default:
      return {name, flags}
  }
}

function flagsOf(random: () => number, name: Name): string[] {
  const moves = name === 'reshard' || name === 'rebalance'
  const method = moves ? ['--method', pick(random, ['auto', 'atomic', 'keys', 'keys'])] : []
  if (!moves && name !== 'fix') return []
  // Small windows give more moments at which something is half done.
  const window = random() < 0.7 ? ['--window', pick(random, ['4', '8', '16'])] : []
  const pause = random() < 0.5 ? ['--max-pause', '1'] : []
  const pipeline = random() < 0.3 ? ['--pipeline', pick(random, ['1', '3', '10'])] : []
  return [...method, ...window, ...pause, ...pipeline]
}

function pickWeighted<T>(random: () => number, items: readonly (readonly [T, number])[]): T {
  let left = random() * items.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [item, weight] of items) {
    left -= weight
    if (left < 0) return item
  }
  return pick(random, items)[0]
}
