import {checkReplicationLag} from '../checks/replication.js'
import {
  type BackupNode,
  type BackupPlan,
  type LostPrimary,
  type RdbRecord,
  type RdbSource,
  toPairs,
} from '../domain/backup.js'
import type {Node, NodeId} from '../domain/node.js'
import {countSlots, type SlotRange, SLOT_COUNT, slotsOf, toRanges} from '../domain/slot.js'
import {
  type ClusterSnapshot,
  claimsBySlot,
  shardsOf,
  type Shard,
  uncoveredRanges,
} from '../domain/snapshot.js'

/**
 * The node from which each primary's RDB is saved: the primary, or with `fromReplicas` a replica that is up to date.
 * Also lists slots that no node can provide, and slots that are being moved.
 */
export function planBackup(
  snapshot: ClusterSnapshot,
  {fromReplicas}: {readonly fromReplicas: boolean},
): BackupPlan {
  const late = new Set(checkReplicationLag(snapshot).flatMap(({nodes}) => nodes))
  const shards = shardsOf(snapshot)
  const alive = shards.filter(({primary}) => primary.reachable)
  const chosen = alive.map((shard) => {
    const replica = fromReplicas ? bestReplica(shard, late) : undefined
    return {shard, from: replica ?? shard.primary}
  })
  const alone = chosen.filter(({shard, from}) => fromReplicas && from === shard.primary)
  return {
    sources: chosen.map(({shard, from}) => sourceOf(shard.primary, from)),
    lost: lostPrimaries(shards),
    missing: missingSlots(snapshot, shards),
    open: openRanges(snapshot),
    notes: [
      ...alone.map(
        ({shard}) => `${shard.primary.address} has no replica that is up to date. Its own RDB is saved.`,
      ),
      ...emptyLost(shards),
    ],
  }
}

/**
 * Slots whose keys may be in no file or in two: their new owner belongs to another shard than the old one, or they
 * are being moved.
 */
export function slotsMovedSince(before: ClusterSnapshot, now: ClusterSnapshot): SlotRange[] {
  const shardOf = new Map<NodeId, NodeId>()
  for (const {primary, replicas} of shardsOf(before)) {
    for (const {id} of [primary, ...replicas]) shardOf.set(id, primary.id)
  }
  const [old, current] = [claimsBySlot(before), claimsBySlot(now)]
  const moved: number[] = []
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    const was = old[slot]?.[0]?.id
    // Slots without an owner are reported as missing; a replica that took over has what its primary had.
    if (was === undefined) continue
    const isThere = (current[slot] ?? []).every(({id}) => shardOf.get(id) === shardOf.get(was))
    if (!isThere) moved.push(slot)
  }
  return toRanges([...moved, ...slotsOf(openRanges(now))])
}

/** The element of nodes.json for a node; for a primary with the record of its RDB, if that was saved. */
export function toBackupNode(
  node: Node,
  {errors, rdb}: {readonly errors: number; readonly rdb: RdbRecord | undefined},
): BackupNode {
  const {migrating, importing} = marksOf(node)
  return {
    name: node.id,
    host: node.host,
    port: node.port,
    replicate: node.role === 'replica' ? (node.primaryId ?? null) : null,
    slots: toPairs(node.slots),
    slots_count: countSlots(node.slots),
    flags: [node.role === 'replica' ? 'slave' : 'master', ...node.flags].join(','),
    current_epoch: node.configEpoch,
    ...(errors > 0 && {cluster_errors: errors}),
    ...(Object.keys(migrating).length > 0 && {migrating}),
    ...(Object.keys(importing).length > 0 && {importing}),
    ...(rdb && {rdb}),
  }
}

function sourceOf(primary: Node, from: Node): RdbSource {
  const software = primary.info?.software ?? 'redis'
  // A node can announce any text as its host, and the file name must not lead to another folder.
  const host = primary.host.replaceAll(/[^\w.:%-]/g, '_')
  return {
    primary: primary.id,
    primaryAddress: primary.address,
    from: from.id,
    address: from.address,
    role: from.role,
    ranges: primary.slots,
    file: `${software}-node-${host}-${primary.port}-${primary.id}.rdb`,
  }
}

function bestReplica({replicas}: Shard, late: ReadonlySet<NodeId>): Node | undefined {
  const inStep = replicas.filter(({id, reachable, info}) => {
    if (!reachable || !info || info.loading || late.has(id)) return false
    return info.replication.linkUp && !info.replication.syncing
  })
  return inStep.toSorted((a, b) => offsetOf(b) - offsetOf(a))[0]
}

function isLost({reachable}: Node): boolean {
  return !reachable
}

function offsetOf({info}: Node): number {
  return info?.replication.offset ?? 0
}

function lostPrimaries(shards: readonly Shard[]): LostPrimary[] {
  const primaries = shards.map(({primary}) => primary)
  const taken = new Set(slotsOf(primaries.filter(({reachable}) => reachable).flatMap(({slots}) => slots)))
  return primaries.filter(isLost).flatMap((primary) => {
    // What others say about a dead node can be outdated: a slot is not lost if an owner that answers has it.
    const ranges = toRanges([...slotsOf(primary.slots)].filter((slot) => !taken.has(slot)))
    if (ranges.length === 0) return []
    const reason = primary.unreachableBecause ?? 'it did not answer'
    return [{id: primary.id, address: primary.address, ranges, reason}]
  })
}

function missingSlots(snapshot: ClusterSnapshot, shards: readonly Shard[]): SlotRange[] {
  const lost = lostPrimaries(shards).flatMap(({ranges}) => [...slotsOf(ranges)])
  return toRanges([...slotsOf(uncoveredRanges(snapshot)), ...lost])
}

function emptyLost(shards: readonly Shard[]): string[] {
  return shards
    .map(({primary}) => primary)
    .filter((primary) => isLost(primary) && primary.slots.length === 0)
    .map((primary) => `${primary.address} cannot be read and owns no slots. It is not in the backup.`)
}

function openRanges({nodes}: ClusterSnapshot): SlotRange[] {
  return toRanges(new Set(nodes.flatMap(({openSlots}) => openSlots.map(({slot}) => slot))))
}

function marksOf({openSlots}: Node) {
  const of = (direction: 'migrating' | 'importing') =>
    Object.fromEntries(
      openSlots.filter((open) => open.direction === direction).map(({slot, peer}) => [slot, peer]),
    )
  return {migrating: of('migrating'), importing: of('importing')}
}
