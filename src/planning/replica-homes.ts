import type {Candidate} from '../domain/layout.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, shardsOf} from '../domain/snapshot.js'
import {stayingPrimaries} from './drain.js'
import {PLACE_COST} from './place-cost.js'

/** The primary that a node should follow. */
export type Home = {readonly node: NodeId; readonly primary: NodeId}

/**
 * Assigns new replicas to the primaries with the fewest replicas, on another host and in another zone if possible;
 * all to `wanted` if the user named one.
 */
export function planReplicaHomes(
  snapshot: ClusterSnapshot,
  newcomers: readonly Candidate[],
  wanted?: NodeId,
): Home[] {
  if (wanted !== undefined) return newcomers.map(({id}) => ({node: id, primary: wanted}))
  return settle(sheltersOf(snapshot, []), newcomers)
}

/** New primaries for the replicas of primaries that leave. Replicas that also leave need none. */
export function planNewHomes(snapshot: ClusterSnapshot, leaving: readonly NodeId[]): Home[] {
  const orphans = snapshot.nodes.filter(
    ({id, role, primaryId}) =>
      role === 'replica' && primaryId !== undefined && leaving.includes(primaryId) && !leaving.includes(id),
  )
  return settle(sheltersOf(snapshot, leaving), orphans.filter(({reachable}) => reachable).map(toCandidate))
}

/** A node as placement sees it. */
export function toCandidate({id, address, host, info}: Node): Candidate {
  return {id, address, host, zone: info?.availabilityZone}
}

/** A primary that can have more replicas, with those it will have. */
type Shelter = {readonly primary: Candidate; readonly replicas: Candidate[]}

function sheltersOf(snapshot: ClusterSnapshot, leaving: readonly NodeId[]): Shelter[] {
  const staying = new Set(stayingPrimaries(snapshot, leaving).map(({id}) => id))
  return shardsOf(snapshot)
    .filter(({primary}) => staying.has(primary.id))
    .map(({primary, replicas}) => ({
      primary: toCandidate(primary),
      replicas: replicas.filter(({id, reachable}) => reachable && !leaving.includes(id)).map(toCandidate),
    }))
}

/**
 * One by one, always the best pair: first by fewest replicas, then by distance from existing nodes. Unlike create
 * (`attachAtLeastCost`), which is free to place all replicas, this adds a few to shards that stay as they are.
 */
function settle(shelters: readonly Shelter[], homeless: readonly Candidate[]): Home[] {
  const homes: Home[] = []
  const left = [...homeless]
  while (left.length > 0 && shelters.length > 0) {
    const fewest = Math.min(...shelters.map(({replicas}) => replicas.length))
    const pairs = shelters
      .filter(({replicas}) => replicas.length === fewest)
      .flatMap((shelter) => left.map((node) => ({shelter, node, cost: costOf(shelter, node)})))
    const best = pairs.reduce((one, other) => (other.cost < one.cost ? other : one))
    homes.push({node: best.node.id, primary: best.shelter.primary.id})
    best.shelter.replicas.push(best.node)
    left.splice(left.indexOf(best.node), 1)
  }
  return homes
}

function costOf({primary, replicas}: Shelter, node: Candidate): number {
  const beside = (other: Candidate) => Number(other.host === node.host)
  const inZone = (other: Candidate) => Number(other.zone !== undefined && other.zone === node.zone)
  const siblings = (of: (other: Candidate) => number) => Math.max(0, ...replicas.map(of))
  return (
    PLACE_COST.besidePrimary * beside(primary) +
    PLACE_COST.inPrimaryZone * inZone(primary) +
    PLACE_COST.hostTwice * siblings(beside) +
    PLACE_COST.zoneTwice * siblings(inZone)
  )
}
