import type {CommandPlan} from './plan-commands.js'
import type {Member} from './cluster.js'
import {membersOf, type View} from './views.js'

export type Promised = {
  readonly command: CommandPlan
  /** The id that the added node had before. */
  readonly newcomer: string
  readonly idOf: (node: number) => string
  readonly seed: Member
}

/**
 * Checks a command that ended with 0 and ran alone: returns what it promised and what is not true in the end. Slots
 * count for whole shards.
 */
export function brokenPromises(views: readonly View[], {command, newcomer, idOf, seed}: Promised): string[] {
  const members = membersOf(views, seed)
  const isMember = (id: string): boolean => members.some(({lines}) => lines.some((line) => line.id === id))
  switch (command.name) {
    case 'add-node': {
      const view = members.find(({self}) => self.id === newcomer)
      if (!view) return ['promise: add-node ended with 0 and its node is no member']
      const wrong = command.asReplicaOf !== undefined && view.self.role !== 'replica'
      return wrong ? ['promise: add-node ended with 0 and its node is no replica'] : []
    }
    case 'del-node':
      return isMember(idOf(command.node)) ? ['promise: del-node ended with 0 and its node is known'] : []
    case 'reshard':
      return reshardPromise(members, command)
    default:
      return []
  }
}

/** The target and a replica that took over from it count together. */
function reshardPromise(members: readonly View[], {to, slots}: CommandPlan & {name: 'reshard'}): string[] {
  const primaries = members.filter(({self}) => self.role === 'primary')
  const shards = new Set(primaries.map(({member}) => member.shard)).size
  const owned = primaries.filter(({member}) => member.shard === to).flatMap(({self}) => self.slots)
  const count = owned.reduce((sum, {start, end}) => sum + end - start + 1, 0)
  // It started with an equal share.
  const least = Math.floor(16_384 / shards) - 1 + slots
  return count >= least
    ? []
    : [`promise: reshard ended with 0 and its target has ${count} slots, not ${least}`]
}
