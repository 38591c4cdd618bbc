import type {Node} from '../../domain/node.js'
import {countSlots, formatRanges, type SlotRange} from '../../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import type {Style} from '../../domain/style.js'
import {printable} from '../words.js'

/** The nodes that answered, in the order of CLUSTER NODES, the seed first. */
export function oldNodeLines(snapshot: ClusterSnapshot, style: Style): string[] {
  return reachableNodes(snapshot).flatMap((node) => oldNode(node, snapshot, style))
}

/** Two lines for a node, and one more for its primary or its replicas. All tools say master and slave here. */
export function oldNode(node: Node, snapshot: ClusterSnapshot, style: Style): string[] {
  const {id, role, slots, primaryId} = node
  const isPrimary = role === 'primary'
  const flags = [isPrimary ? 'master' : 'slave', ...node.flags].join(',')
  const owned = isPrimary ? slots : []
  return [
    `${isPrimary ? 'M' : 'S'}: ${id} ${printable(node.address)}`,
    `   slots:${oldRanges(owned, style)} (${countSlots(owned)} slots) ${flags}`,
    ...(isPrimary ? replicaLines(node, snapshot) : [`   replicates ${primaryId ?? ''}`]),
  ]
}

/** `[0-5460],[5462]`, and without brackets in redis-trib. */
export function oldRanges(ranges: readonly SlotRange[], style: Style): string {
  if (style === 'redis-trib') return formatRanges(ranges)
  return ranges.map((range) => `[${formatRanges([range])}]`).join(',')
}

function replicaLines({id}: Node, snapshot: ClusterSnapshot): string[] {
  const replicas = reachableNodes(snapshot).filter((node) => node.role === 'replica' && node.primaryId === id)
  return replicas.length === 0 ? [] : [`   ${replicas.length} additional replica(s)`]
}
