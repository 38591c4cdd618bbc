import type {Finding, Place} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, shardsOf} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

/** Replicas that would be lost together with their primary: one finding per place. */
export function checkReplicaPlaces(snapshot: ClusterSnapshot): Finding[] {
  const placeOf = new Map<NodeId, Place>()
  for (const {primary, replicas} of shardsOf(snapshot)) {
    for (const replica of replicas) {
      const place = commonPlace(primary, replica)
      if (place) placeOf.set(replica.id, place)
    }
  }
  const beside = snapshot.nodes.flatMap(({id}) => {
    const place = placeOf.get(id)
    return place ? [{id, place}] : []
  })
  return [...groupBy(beside, ({place}) => `${place.kind} ${place.name}`).values()].flatMap((replicas) =>
    replicas.slice(0, 1).map(({place}) => ({
      code: 'replica-beside-primary',
      nodes: replicas.map(({id}) => id),
      ranges: [],
      place,
    })),
  )
}

/**
 * A host or zone with more than half of the primaries that own slots. If it is lost, the rest cannot elect new
 * primaries. A zone is reported only if it has more of them than the host.
 */
export function checkMajority(snapshot: ClusterSnapshot): Finding[] {
  const primaries = snapshot.nodes.filter(({role, slots}) => role === 'primary' && slots.length > 0)
  if (primaries.length < 2) return []
  const host = majorityIn('host', primaries)
  const zone = majorityIn('zone', primaries)
  const wider = zone.filter(({nodes}) => nodes.length > (host[0]?.nodes.length ?? 0))
  return [...host, ...wider]
}

function majorityIn(kind: Place['kind'], primaries: readonly Node[]): Finding[] {
  return [...groupBy(primaries, (node) => nameOf(kind, node))]
    .filter(([name, nodes]) => name !== undefined && nodes.length * 2 > primaries.length)
    .map(([name = '', nodes]) => ({
      code: 'majority-in-one-place',
      nodes: nodes.map(({id}) => id),
      ranges: [],
      place: {kind, name},
      total: primaries.length,
    }))
}

/** The smallest place that both are in. */
function commonPlace(primary: Node, replica: Node): Place | undefined {
  for (const kind of ['host', 'zone'] as const) {
    const name = nameOf(kind, replica)
    if (name !== undefined && name === nameOf(kind, primary)) return {kind, name}
  }
  return undefined
}

/** The host is empty or '?' if nobody knows an address, and the zone is empty if none is set. */
function nameOf(kind: Place['kind'], {host, info}: Node): string | undefined {
  const name = kind === 'host' ? host : info?.availabilityZone
  return name === '' || name === '?' ? undefined : name
}
