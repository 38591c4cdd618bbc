import {pick, randomFrom} from '../support/random.js'
import {type FaultPlan, planFaults} from './plan-faults.js'
import {type CommandPlan, planCommands} from './plan-commands.js'

/** What a round does, all of it drawn from one seed, so that a round can be repeated. */
export type RoundPlan = {
  readonly seed: number
  readonly topology: Topology
  readonly commands: readonly CommandPlan[]
  readonly faults: readonly FaultPlan[]
  /** Repairs what is left. */
  readonly repairer: 'resume' | 'fix'
}

export type Topology = {
  readonly primaries: number
  /** Replicas of each primary. */
  readonly replicas: 0 | 1
  readonly nodeTimeoutMs: number
  readonly appendOnly: boolean
  readonly keys: number
}

/** The plan of the round with this seed: a pure function. */
export function planRound(seed: number): RoundPlan {
  const random = randomFrom(seed)
  const replicas = random() < 0.7 ? 1 : 0
  const topology: Topology = {
    primaries: 3 + Math.floor(random() * 3),
    replicas,
    nodeTimeoutMs: 1000 + Math.floor(random() * 1000),
    // A node without replicas that loses its data excuses all that it had, so that little is left to check.
    appendOnly: random() < (replicas === 0 ? 0.9 : 0.5),
    keys: 500 + Math.floor(random() * 2000),
  }
  const commands = planCommands(random, topology)
  return {
    seed,
    topology,
    commands,
    faults: planFaults(random, topology, commands),
    repairer: pick(random, ['resume', 'resume', 'fix']),
  }
}

/**
 * The seed of one round of a campaign. The first round's seed is the campaign's own, so that --rounds 1 repeats it.
 */
export function seedOf(campaign: number, round: number): number {
  return (campaign + Math.imul(round, 0x9e3779b1)) >>> 0
}

/** Names of all commands and faults of a plan, for counting and for --only. */
export function partsOf({commands, faults}: RoundPlan): string[] {
  return [...commands.map(({name}) => name), ...faults.map(({kind}) => kind)]
}
