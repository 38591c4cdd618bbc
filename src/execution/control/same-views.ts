import {setTimeout as sleep} from 'node:timers/promises'
import type {NodeId} from '../../domain/node.js'
import {ClusterToolError} from '../../domain/errors.js'
import {isServerError} from '../../redis/errors.js'
import type {Session} from '../../redis/session.js'
import {staleIn} from '../views.js'

const POLL_MS = 50

/**
 * Waits until all nodes that answer name the same owners of slots, as they do a moment after a window was closed; at
 * most for this many milliseconds. Changes nothing, and does not say whether they agree.
 */
export async function awaitSameViews(
  session: Session,
  nodes: readonly NodeId[],
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const views = await Promise.all(nodes.map(async (id) => [id, await viewAt(session, id)] as const))
    const read = new Map(views.flatMap(([id, view]) => (view ? [[id, view] as const] : [])))
    if (staleIn(read).length === 0 || performance.now() > deadline) return
    await sleep(POLL_MS)
  }
}

/** Asks each node something, so that no server closes a connection because it was idle; opens those that are closed. */
export async function keepAlive(session: Session, nodes: readonly NodeId[]): Promise<void> {
  await Promise.all(nodes.map((id) => viewAt(session, id)))
}

async function viewAt(session: Session, id: NodeId) {
  try {
    const client = await session.connect(session.node(id).address)
    session.register(id, client)
    return await client.clusterNodes()
  } catch (error) {
    if (isServerError(error) || error instanceof ClusterToolError) return undefined
    throw error
  }
}
