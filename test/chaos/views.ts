import type {NodeLine} from '../../src/domain/node.js'
import {parseClusterNodes} from '../../src/redis/cluster-nodes.js'
import {ask} from '../support/ask.js'
import type {Member} from './cluster.js'

/** A node's view of all nodes. */
export type View = {readonly member: Member; readonly lines: readonly NodeLine[]; readonly self: NodeLine}

/** CLUSTER NODES of each node that answers. */
export async function readViews(members: readonly Member[]): Promise<View[]> {
  const views = await Promise.all(
    members.map(async (member): Promise<View[]> => {
      try {
        const lines = parseClusterNodes(String(await ask(member.server, 'CLUSTER', 'NODES')))
        const self = lines.find(({myself}) => myself)
        return self ? [{member, lines, self}] : []
      } catch {
        return []
      }
    }),
  )
  return views.flat()
}

/** The views of the nodes that the seed considers members. */
export function membersOf(views: readonly View[], seed: Member): View[] {
  const known = views.find(({member}) => member === seed)?.lines.map(({id}) => id) ?? []
  return views.filter(({self}) => known.includes(self.id))
}

/** The owner of each slot, according to the owners. */
export function ownersOf(views: readonly View[]): (Member | undefined)[] {
  const owners: (Member | undefined)[] = Array.from({length: 16_384})
  for (const {member, self} of views) {
    if (self.role !== 'primary') continue
    for (const {start, end} of self.slots) owners.fill(member, start, end + 1)
  }
  return owners
}

/** What is wrong with a cluster that should be healthy; empty if nothing is. */
export function problemsOf(views: readonly View[], seed: Member): string[] {
  const members = membersOf(views, seed)
  return [
    ...members.flatMap((view) => problemsIn(view, members)),
    ...coverage(members),
    ...epochs(members),
    ...views
      .filter((view) => !members.includes(view) && view.lines.length > 1 && members.length > 1)
      .filter((view) => view.lines.some(({id}) => members.some(({self}) => self.id === id)))
      .map(({member}) => `half-joined: node ${member.number} knows members, and they do not know it`),
  ]
}

function problemsIn({member, lines, self}: View, members: readonly View[]): string[] {
  const name = `node ${member.number}`
  const flagged = lines.filter(({flags}) => flags.some((flag) => flag !== 'nofailover'))
  const others = members.filter((other) => shapeOf(other.lines) !== shapeOf(lines))
  return [
    ...flagged.map(({id, flags}) => `flags: ${name} takes ${id.slice(0, 8)} for ${flags.join(',')}`),
    ...(self.openSlots.length > 0 ? [`open: ${name} has ${self.openSlots.length} open slots`] : []),
    ...(others.length > 0 ? [`views: ${name} and node ${others[0]?.member.number} disagree`] : []),
  ]
}

/** What all nodes have to agree on. */
function shapeOf(lines: readonly NodeLine[]): string {
  const words = lines.map(({id, role, primaryId, slots}) => JSON.stringify([id, role, primaryId, slots]))
  return words.toSorted().join('\n')
}

function coverage(members: readonly View[]): string[] {
  const counts = Array.from({length: 16_384}, () => 0)
  for (const {self} of members) {
    for (const {start, end} of self.role === 'primary' ? self.slots : [])
      for (let slot = start; slot <= end; slot++) counts[slot] = (counts[slot] ?? 0) + 1
  }
  const nobody = counts.filter((count) => count === 0).length
  const several = counts.filter((count) => count > 1).length
  return [
    ...(nobody > 0 ? [`coverage: ${nobody} slots have no owner`] : []),
    ...(several > 0 ? [`coverage: ${several} slots have several owners`] : []),
  ]
}

function epochs(members: readonly View[]): string[] {
  const own = members.filter(({self}) => self.role === 'primary').map(({self}) => self.configEpoch)
  return new Set(own).size === own.length ? [] : [`epochs: primaries share one (${own.join(', ')})`]
}

/** Everything that changes while servers settle something, and nothing else. */
export function digestOf(views: readonly View[]): string {
  return views
    .map(({lines}) =>
      lines.map(({id, flags, role, slots, connected, configEpoch}) =>
        JSON.stringify([id, flags, role, slots, connected, configEpoch]),
      ),
    )
    .join('\n')
}
