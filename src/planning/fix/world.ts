import type {Node, NodeId} from '../../domain/node.js'
import type {FixConsent} from '../../domain/repair.js'
import {hidesForeignKeys, takesImportedSlots} from '../../domain/version.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../../domain/snapshot.js'

/**
 * The state of a node. `primary` and `replica` answer. `lost`: does not answer, and other nodes consider it failed.
 * `away`: does not answer, and the others do not agree that it failed. `unknown`: no node knows it.
 */
export type SlotStanding = 'primary' | 'replica' | 'lost' | 'away' | 'unknown'

/** What rules need to know about nodes. */
export type World = {
  readonly standingOf: (id: NodeId) => SlotStanding
  readonly epochOf: (id: NodeId) => number
  /** Whether keys of a slot that it does not own become hidden when the mark is cleared: Redis 8.4 and later. */
  readonly hidesWithMark: (id: NodeId) => boolean
  /**
   * Whether it makes itself the owner of a slot that it imports from a node that does not own it: Valkey 8 and later.
   */
  readonly takesImported: (id: NodeId) => boolean
  /** Whether it is a primary that was a replica of the other node before that was lost. */
  readonly isHeirOf: (id: NodeId, lost: NodeId) => boolean
  /** The replica that has most of a lost primary's data, if one answers. */
  readonly bestReplicaOf: (id: NodeId) => NodeId | undefined
}

/** The nodes of a snapshot, as rules see them. `kin`: nodes that are, or were, copies of each other. */
export function worldOf(
  snapshot: ClusterSnapshot,
  consent: FixConsent,
  kin: readonly (readonly NodeId[])[] = [],
): World {
  return {
    standingOf: (id) => standingOf(snapshot, nodeById(snapshot, id), consent),
    epochOf: (id) => nodeById(snapshot, id)?.configEpoch ?? 0,
    isHeirOf: (id, lost) =>
      nodeById(snapshot, lost)?.primaryId === id || kin.some((ids) => ids.includes(id) && ids.includes(lost)),
    hidesWithMark: (id) => {
      const info = nodeById(snapshot, id)?.info
      return info === undefined || hidesForeignKeys(info)
    },
    takesImported: (id) => takesImportedSlots(nodeById(snapshot, id)?.info),
    bestReplicaOf: (id) => bestReplicaOf(snapshot, id)?.id,
  }
}

function standingOf(snapshot: ClusterSnapshot, node: Node | undefined, consent: FixConsent): SlotStanding {
  if (!node) return 'unknown'
  if (node.reachable) return node.role
  if (node.flags.includes('fail') || node.flags.includes('noaddr')) return 'lost'
  // Without most of the primaries, the rest cannot agree that a node failed. They may also be cut off from the
  // others, where the node is alive. So the user has to agree.
  return consent.withoutLostPrimaries && isSuspectedByAll(snapshot, node) ? 'lost' : 'away'
}

function isSuspectedByAll(snapshot: ClusterSnapshot, {id}: Node): boolean {
  return reachableNodes(snapshot).every(({view}) => {
    const line = view.find((one) => one.id === id)
    return !line || line.flags.includes('fail?') || line.flags.includes('fail')
  })
}

/** Of the replicas that answer, the one that has processed most; if equal, the first. */
function bestReplicaOf(snapshot: ClusterSnapshot, id: NodeId): Node | undefined {
  const offset = ({info}: Node) => info?.replication.offset ?? -1
  const [best] = reachableNodes(snapshot)
    .filter(({role, primaryId}) => role === 'replica' && primaryId === id)
    .toSorted((a, b) => offset(b) - offset(a))
  return best
}
