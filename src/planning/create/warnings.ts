import {groupBy} from '../../domain/group.js'
import type {Finding, FindingOf, Place} from '../../domain/finding.js'
import type {Candidate, PlannedShard} from '../../domain/layout.js'

/**
 * What the layout could not avoid: replicas beside their primary, then a majority of primaries in one place, hosts
 * before zones. A place that holds all nodes is reported once. The rules are those of the checks of a running
 * cluster.
 */
export function layoutWarnings(shards: readonly PlannedShard[]): Finding[] {
  const beside = replicasBeside(shards)
  const everywhere = beside.filter(({place}) => holdsAll(place, shards)).map(({place}) => placeKey(place))
  const majorities = majorityPlaces(shards.map(({primary}) => primary))
  return [...beside, ...majorities.filter(({place}) => !everywhere.includes(placeKey(place)))]
}

/** One finding for each place, in the order of the shards; a replica counts only for the smallest place. */
function replicasBeside(shards: readonly PlannedShard[]): FindingOf<'replica-beside-primary'>[] {
  const pairs = shards.flatMap(({primary, replicas}) =>
    replicas.flatMap((replica) => {
      const place = commonPlace(primary, replica)
      return place ? [{replica, place}] : []
    }),
  )
  const places = groupBy(pairs, ({place}) => placeKey(place)).values()
  return [...places].flatMap((members) =>
    members.slice(0, 1).map(({place}) => ({
      code: 'replica-beside-primary' as const,
      nodes: members.map(({replica}) => replica.id),
      ranges: [],
      place,
    })),
  )
}

function commonPlace(primary: Candidate, replica: Candidate): Place | undefined {
  if (primary.host === replica.host) return {kind: 'host', name: primary.host}
  if (primary.zone === undefined || primary.zone !== replica.zone) return undefined
  return {kind: 'zone', name: primary.zone}
}

function holdsAll({kind, name}: Place, shards: readonly PlannedShard[]): boolean {
  return shards.every(({primary, replicas}) => [primary, ...replicas].every((node) => node[kind] === name))
}

function placeKey({kind, name}: Place): string {
  return `${kind} ${name}`
}

/** A single primary is a majority wherever it is, which is no problem. */
function majorityPlaces(primaries: readonly Candidate[]): FindingOf<'majority-in-one-place'>[] {
  if (primaries.length < 2) return []
  const host = majorityIn('host', primaries)
  const zone = majorityIn('zone', primaries)
  return [...host, ...zone.filter(({nodes}) => nodes.length > (host[0]?.nodes.length ?? 0))]
}

function majorityIn(
  kind: Place['kind'],
  primaries: readonly Candidate[],
): FindingOf<'majority-in-one-place'>[] {
  return [...groupBy(primaries, (node) => node[kind])].flatMap(([name, nodes]) => {
    if (name === undefined || nodes.length * 2 <= primaries.length) return []
    const ids = nodes.map(({id}) => id)
    const place = {kind, name}
    return [{code: 'majority-in-one-place' as const, nodes: ids, ranges: [], place, total: primaries.length}]
  })
}
