import type {Finding, Place} from '../../domain/finding.js'
import {placementOf} from '../../domain/placement.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import type {PlaceLoss} from '../../domain/spread.js'
import {auditPlacement, kindsFor} from '../../planning/spread/audit.js'
import {type MetricPoint, point} from '../table.js'

const KINDS = ['host', 'zone'] as const satisfies readonly Place['kind'][]

/** Which nodes can be lost. `found`: all that the checks find. */
export function placementPoints(snapshot: ClusterSnapshot, found: readonly Finding[]): MetricPoint[] {
  const placement = placementOf(snapshot)
  const {losses, votes, withoutCopy} = auditPlacement(placement, kindsFor(placement, undefined))
  return [
    ...point('clustertool_primaries_without_replica', nodesOf(found, 'primary-without-replica'), {}),
    ...point('clustertool_shards_without_copy', withoutCopy.length, {}),
    ...point('clustertool_primaries_spare', votes.spare, {}),
    ...KINDS.flatMap((place) => [
      ...point('clustertool_replicas_beside_primary', replicasBeside(found, place), {place}),
      ...lossPoints(
        losses.filter((loss) => loss.place.kind === place),
        place,
      ),
    ]),
  ]
}

function lossPoints(losses: readonly PlaceLoss[], place: Place['kind']): MetricPoint[] {
  return [
    ...point('clustertool_places', losses.length, {place}),
    ...point('clustertool_places_losing_shard', losses.filter(({lost}) => lost.length > 0).length, {place}),
    ...point('clustertool_places_losing_majority', losses.filter((loss) => loss.losesMajority).length, {
      place,
    }),
  ]
}

function nodesOf(found: readonly Finding[], code: Finding['code']): number {
  return found.filter((finding) => finding.code === code).flatMap(({nodes}) => nodes).length
}

function replicasBeside(found: readonly Finding[], kind: Place['kind']): number {
  return found.flatMap((finding) =>
    finding.code === 'replica-beside-primary' && finding.place.kind === kind ? finding.nodes : [],
  ).length
}
