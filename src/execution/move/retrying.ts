import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {NodeClient} from '../../redis/node-client.js'
import type {Session} from '../../redis/session.js'

/** Milliseconds before each time that something which may pass is tried again; so many times and no more. */
export const RETRY_AFTER_MS = [50, 100, 200, 400, 800, 1600, 3200] as const

/** A node that does not answer at all has used this up after the first time. */
const PATIENCE_MS = 10_000

/**
 * Uses a connection, and a new one when it is lost: `attempt` counts from 0. An error reply is handed on at once.
 * Throws UNREACHABLE naming the node at the end of patience.
 */
export async function retrying<T>(name: string, use: (attempt: number) => Promise<T>): Promise<T> {
  const patience = performance.now() + PATIENCE_MS
  for (let attempt = 0; ; attempt++) {
    try {
      return await use(attempt)
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError') throw error
      const wait = RETRY_AFTER_MS[attempt]
      if (wait === undefined || performance.now() > patience) throw unreachable(name, error)
      await sleep(wait)
    }
  }
}

/** The same on the session's own connection to a node. */
export function withNode<T>(
  session: Session,
  id: NodeId,
  use: (client: NodeClient) => Promise<T>,
): Promise<T> {
  const {address} = session.node(id)
  return retrying(formatAddress(address), async () => {
    const client = await session.connect(address)
    session.register(id, client)
    return use(client)
  })
}

function unreachable(name: string, cause: unknown): ClusterToolError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ClusterToolError('UNREACHABLE', `${name} does not answer any more: ${reason}`, {cause})
}
