import type {Place} from './finding.js'
import type {Candidate} from './layout.js'
import type {Node, NodeId} from './node.js'
import {type ClusterSnapshot, nodeById, shardsOf} from './snapshot.js'

/** A node as placement of a running cluster sees it. */
export type Seat = Candidate & {
  readonly role: Node['role']
  /** The index of its shard in `Placement.shards`; undefined if the node follows no primary of the cluster. */
  readonly shard: number | undefined
  readonly answers: boolean
  /** Whether it has a copy of its shard's data and can take part in changes. */
  readonly synced: boolean
  /** Whether it may become a primary: its settings do not exclude it. */
  readonly mayLead: boolean
}

/** A shard as placement sees it. */
type SeatedShard = {
  readonly primary: NodeId
  readonly ownsSlots: boolean
  /** Memory that the primary uses: an estimate of what a full sync sends. */
  readonly bytes: number
}

/** Where the nodes of a running cluster are, and what they do there. */
export type Placement = {readonly seats: readonly Seat[]; readonly shards: readonly SeatedShard[]}

/** What is known of the zone of a node; undefined if nothing is. */
export type ZoneOf = (node: Node) => string | undefined

/** The zone that the node itself reports (`availability_zone` in INFO, Valkey 8.0 and later). */
const reportedZone: ZoneOf = ({info}) => info?.availabilityZone

/**
 * The placement of a cluster, with the shards in the order of `shardsOf`. A primary is synced if it answers, is not
 * flagged fail and is not loading. A replica is synced if the same is true of it and of its primary, and INFO says
 * that its link is up and no full sync is in progress.
 */
export function placementOf(snapshot: ClusterSnapshot, zoneOf: ZoneOf = reportedZone): Placement {
  const shards = shardsOf(snapshot).map(({primary}) => ({
    primary: primary.id,
    ownsSlots: primary.slots.length > 0,
    bytes: primary.info?.usedMemory ?? 0,
  }))
  const numbers = new Map(shards.map(({primary}, index) => [primary, index]))
  const seats = snapshot.nodes.map((node) => ({
    id: node.id,
    address: node.address,
    host: node.host,
    zone: zoneOf(node) || undefined,
    role: node.role,
    shard: numbers.get(node.role === 'primary' ? node.id : (node.primaryId ?? node.id)),
    ...abilitiesOf(node, snapshot),
  }))
  return {seats, shards}
}

function abilitiesOf(node: Node, snapshot: ClusterSnapshot): Pick<Seat, 'answers' | 'synced' | 'mayLead'> {
  return {
    answers: isUp(node),
    synced: isSynced(node, snapshot),
    // The flag is about elections; a node that is primary already has shown that it may lead.
    mayLead: node.role === 'primary' || !node.flags.includes('nofailover'),
  }
}

/** The name of the node's host or zone; undefined if it is unknown. */
export function placeName({host, zone}: Candidate, kind: Place['kind']): string | undefined {
  const name = kind === 'host' ? host : zone
  return name === '' || name === '?' ? undefined : name
}

function isSynced(node: Node, snapshot: ClusterSnapshot): boolean {
  if (!isUp(node)) return false
  if (node.role === 'primary') return true
  const primary = node.primaryId === undefined ? undefined : nodeById(snapshot, node.primaryId)
  const link = node.info?.replication
  return (
    primary !== undefined &&
    primary.role === 'primary' &&
    isUp(primary) &&
    link !== undefined &&
    link.linkUp &&
    !link.syncing
  )
}

function isUp({reachable, flags, info}: Node): boolean {
  return reachable && !flags.includes('fail') && !info?.loading
}
