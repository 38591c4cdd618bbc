import type {Address} from '../domain/address.js'
import {type NodeId, ownLine} from '../domain/node.js'
import type {NodeStats} from '../domain/node-stats.js'
import type {ClusterSample} from '../domain/sample.js'
import type {Session} from './session.js'
import {type SnapshotRequest, takeSnapshot, tryToRead} from './snapshot.js'

/**
 * Reads every node once, as takeSnapshot does, and keeps the counters of the same replies. Throws as takeSnapshot does.
 * `read`: reads one node; default: tryToRead.
 */
export async function takeSample(
  session: Session,
  seed: Address,
  request: Omit<SnapshotRequest, 'readNode'> = {},
  read: typeof tryToRead = tryToRead,
): Promise<ClusterSample> {
  const start = performance.now()
  const stats = new Map<NodeId, NodeStats>()
  const readNode: typeof tryToRead = async (...way) => {
    const result = await read(...way)
    if ('kind' in result) return result
    const [id, counted] = [ownLine(result.view)?.id, result.stats()]
    if (id !== undefined && counted) stats.set(id, counted)
    return result
  }
  const snapshot = await takeSnapshot(session, seed, {...request, readNode})
  return {snapshot, stats, milliseconds: performance.now() - start}
}
