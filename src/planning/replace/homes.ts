import type {Node, NodeId} from '../../domain/node.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import {type Home, planReplicaHomes, toCandidate} from '../replica-homes.js'

/** An old node, and the new one in its place. */
type Exchange = {readonly old: Node; readonly substitute: Node}

/**
 * The primary that each new node follows at first: that of the old one, or the old one itself if it is a living primary
 * with slots. In the place of a dead node whose shard is not known any more, it goes to the primary with the fewest
 * replicas. A new node in the place of a primary without slots follows nobody.
 */
export function homesOfReplacements(snapshot: ClusterSnapshot, exchanges: readonly Exchange[]): Home[] {
  const gone = new Set(exchanges.map(({old}) => old.id))
  const staying = {...snapshot, nodes: snapshot.nodes.filter(({id}) => !gone.has(id))}
  return exchanges.flatMap(({old, substitute}): Home[] => {
    if (old.role === 'primary' && old.reachable) {
      return old.slots.length > 0 ? [{node: substitute.id, primary: old.id}] : []
    }
    const known = primaryOf(snapshot, old)
    if (known !== undefined) return [{node: substitute.id, primary: known}]
    return planReplicaHomes(staying, [toCandidate(substitute)])
  })
}

function primaryOf(snapshot: ClusterSnapshot, {role, primaryId}: Node): NodeId | undefined {
  if (role === 'primary' || primaryId === undefined) return undefined
  const primary = nodeById(snapshot, primaryId)
  return primary?.role === 'primary' && primary.reachable ? primary.id : undefined
}

/** Why old nodes cannot be replaced, and what to do first. */
export function replaceProblems(
  olds: readonly Node[],
): {readonly code: string; readonly message: string; readonly advice: string}[] {
  return olds
    .filter(({role, slots, reachable}) => role === 'primary' && slots.length > 0 && !reachable)
    .map(({address}) => ({
      code: 'owner-down',
      message: `${address} does not answer and still owns slots. A new node cannot copy their keys from it.`,
      advice: `Let a replica take over first: clustertool failover HOST:PORT --of ${address} --force`,
    }))
}
