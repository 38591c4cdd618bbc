import {groupBy} from '../../domain/group.js'
import type {Candidate} from '../../domain/layout.js'
import {addArc, createNetwork, flowOn, type FlowNetwork, sendCheapest} from '../min-cost-flow.js'
import {PLACE_COST} from '../place-cost.js'
import {dealNodes} from './deal-nodes.js'

/** The number of replicas of each primary: `each`, and one more for `extras` of them. */
export type ReplicaQuota = {readonly each: number; readonly extras: number}

/**
 * The replicas of each primary with the fewest exceptions: as few as possible on their primary's host, then in its
 * zone, then two of one primary on a host, then two in a zone. Exact if each host is in one zone; two replicas of one
 * primary on a host that spans zones are not detected.
 */
export function attachAtLeastCost(
  primaries: readonly Candidate[],
  pool: readonly Candidate[],
  quota: ReplicaQuota,
): Candidate[][] {
  const groups = groupAlike(primaries, pool)
  const zones = new Set(groups.map(({zone}) => zone))
  const network = createNetwork(FIRST_SHARD + primaries.length * (1 + zones.size) + groups.length)
  addSinks(network, primaries, quota)
  const links = addGroups({network, primaries, most: quota.each + 1}, groups)
  sendCheapest(network, SOURCE, SINK)
  const shares = links.map((ofShards) =>
    ofShards.map((arcs) => arcs.reduce((sum, arc) => sum + flowOn(network, arc), 0)),
  )
  return dealNodes(
    groups.map(({nodes}) => nodes),
    shares,
    quota.each,
  )
}

const SOURCE = 0
const SINK = 1
const EXTRAS = 2
const FIRST_SHARD = 3

/** Replicas that are equal for placement. Host is undefined if no other node is on the same host. */
type Group = {
  readonly zone: string | undefined
  readonly host: string | undefined
  readonly nodes: readonly Candidate[]
}

type Builder = {
  readonly network: FlowNetwork
  readonly primaries: readonly Candidate[]
  /** The maximum number of replicas of one primary. */
  readonly most: number
}

function groupAlike(primaries: readonly Candidate[], pool: readonly Candidate[]): Group[] {
  const perHost = groupBy([...primaries, ...pool], ({host}) => host)
  const sharedHost = ({host}: Candidate) => ((perHost.get(host)?.length ?? 0) > 1 ? host : undefined)
  const groups = groupBy(pool, (node) => JSON.stringify([node.zone ?? 0, sharedHost(node) ?? 0]))
  return [...groups.values()].flatMap((nodes) =>
    nodes.slice(0, 1).map((first) => ({zone: first.zone, host: sharedHost(first), nodes})),
  )
}

function addSinks(network: FlowNetwork, primaries: readonly Candidate[], {each, extras}: ReplicaQuota): void {
  for (const shard of primaries.keys()) {
    addArc(network, [FIRST_SHARD + shard, SINK], each)
    addArc(network, [FIRST_SHARD + shard, EXTRAS], 1)
  }
  addArc(network, [EXTRAS, SINK], extras)
}

/** By group and shard, the arcs that carry nodes of the group to the shard. */
function addGroups(builder: Builder, groups: readonly Group[]): number[][][] {
  const {network, primaries} = builder
  const firstZone = FIRST_SHARD + primaries.length + groups.length
  const zones = [...groupBy(groups, ({zone}) => zone)]
  const entries = new Map(
    zones.map(([zone, members], index) => {
      const size = members.reduce((sum, {nodes}) => sum + nodes.length, 0)
      return [zone, addZone(builder, {zone, size, first: firstZone + index * primaries.length})]
    }),
  )
  return groups.map((group, index) => {
    const vertex = FIRST_SHARD + primaries.length + index
    addArc(network, [SOURCE, vertex], group.nodes.length)
    return (entries.get(group.zone) ?? []).map((entry, shard) =>
      addGroup(builder, group, [vertex, entry], primaries[shard]),
    )
  })
}

/** By shard, the vertices where nodes of the zone enter; two that enter the same one share a zone. */
function addZone(
  {network, primaries, most}: Builder,
  {zone, size, first}: {readonly zone: string | undefined; readonly size: number; readonly first: number},
): number[] {
  if (zone === undefined) return primaries.map((_, shard) => FIRST_SHARD + shard)
  return primaries.map((primary, shard) => {
    const slope = {
      units: Math.min(most, size),
      base: primary.zone === zone ? PLACE_COST.inPrimaryZone : 0,
      rise: PLACE_COST.zoneTwice,
    }
    addSlope(network, [first + shard, FIRST_SHARD + shard], slope)
    return first + shard
  })
}

function addGroup(
  {network, most}: Builder,
  {host, nodes}: Group,
  ends: readonly [number, number],
  primary: Candidate | undefined,
): number[] {
  return addSlope(network, ends, {
    units: Math.min(most, nodes.length),
    base: host !== undefined && primary?.host === host ? PLACE_COST.besidePrimary : 0,
    rise: host === undefined ? 0 : PLACE_COST.hostTwice,
  })
}

/** Arcs for this many units; each costs `base`, and `rise` more for every unit before it. */
function addSlope(
  network: FlowNetwork,
  ends: readonly [number, number],
  {units, base, rise}: {readonly units: number; readonly base: number; readonly rise: number},
): number[] {
  if (rise === 0) return [addArc(network, ends, units, base)]
  return Array.from({length: units}, (_, before) => addArc(network, ends, 1, base + rise * before))
}
