import type {NodeId} from '../../../../src/domain/node.js'
import type {SlotFacts} from '../../../../src/planning/fix/facts.js'
import {PRIMARIES} from '../../../support/slot-combinations.js'
import type {SlotStanding, World} from '../../../../src/planning/fix/world.js'

/** Primaries that answer. */
export const [S, T, U] = PRIMARIES
/** A node that is dead, one that only clustertool cannot reach, and a replica. */
export const [LOST, AWAY, R] = ['l', 'a', 'r'].map((name) => name.repeat(40)) as [NodeId, NodeId, NodeId]

/** Servers of which keys go out of sight with the mark, those that take what they import, and those that do neither. */
export const KINDS = ['plain', 'hides', 'takes'] as const
/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number]

/** What rules see of the nodes. `replicas`: nodes that would take over from a lost node; `heirs`: nodes that have taken over. */
export function world(
  replicas: Partial<Record<NodeId, NodeId>> = {},
  kind: Kind = 'plain',
  heirs: Partial<Record<NodeId, NodeId>> = {},
): World {
  const standings: Record<string, SlotStanding> = {
    [LOST]: 'lost',
    [AWAY]: 'away',
    [R]: 'replica',
  }
  return {
    standingOf: (id) => standings[id] ?? (PRIMARIES.includes(id) ? 'primary' : 'unknown'),
    epochOf: (id) => PRIMARIES.indexOf(id) + 1,
    hidesWithMark: () => kind === 'hides',
    takesImported: () => kind === 'takes',
    isHeirOf: (id, lost) => heirs[lost] === id,
    bestReplicaOf: (id) => replicas[id],
  }
}

/** A slot of S with three keys. */
export const HEALTHY: SlotFacts = {
  slot: 5,
  owners: [S],
  named: S,
  migrating: new Map(),
  importing: new Map(),
  keys: new Map([[S, 3]]),
  intent: undefined,
  disputed: false,
}
