import type {Node} from '../../domain/node.js'
import {countSlots, formatRanges, type SlotRange} from '../../domain/slot.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import type {LegacyTool} from '../tool.js'
import {printable} from '../../report/words.js'

/** The nodes that answered, in the order of CLUSTER NODES, the seed first. */
export function legacyNodeLines(snapshot: ClusterSnapshot, tool: LegacyTool): string[] {
  return reachableNodes(snapshot).flatMap((node) => legacyNode(node, snapshot, tool))
}

/** Two lines for a node, and one more for its primary or its replicas. All tools say master and slave here. */
export function legacyNode(node: Node, snapshot: ClusterSnapshot, tool: LegacyTool): string[] {
  const {id, role, slots, primaryId} = node
  const isPrimary = role === 'primary'
  const flags = [isPrimary ? 'master' : 'slave', ...node.flags].join(',')
  const owned = isPrimary ? slots : []
  return [
    `${isPrimary ? 'M' : 'S'}: ${id} ${printable(node.address)}`,
    `   slots:${legacyRanges(owned, tool)} (${countSlots(owned)} slots) ${flags}`,
    ...(isPrimary ? replicaLines(node, snapshot) : [`   replicates ${primaryId ?? ''}`]),
  ]
}

/** `[0-5460],[5462]`, and without brackets in redis-trib. */
export function legacyRanges(ranges: readonly SlotRange[], tool: LegacyTool): string {
  if (tool === 'redis-trib') return formatRanges(ranges)
  return ranges.map((range) => `[${formatRanges([range])}]`).join(',')
}

function replicaLines({id}: Node, snapshot: ClusterSnapshot): string[] {
  const replicas = reachableNodes(snapshot).filter((node) => node.role === 'replica' && node.primaryId === id)
  return replicas.length === 0 ? [] : [`   ${replicas.length} additional replica(s)`]
}
