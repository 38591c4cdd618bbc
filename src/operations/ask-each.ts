import type {Answer} from '../domain/answer.js'
import type {Node} from '../domain/node.js'
import {isServerError, ReplyRefused} from '../redis/errors.js'
import {silenceReason} from '../redis/failure.js'
import type {NodeClient} from '../redis/node-client.js'
import type {Session} from '../redis/session.js'

/**
 * Asks nodes of a snapshot in parallel; nodes that could not be reached count as answers too. In the order of the
 * nodes.
 */
export function askEach<T>(
  session: Session,
  nodes: readonly Node[],
  question: (client: NodeClient, node: Node) => Promise<T>,
): Promise<Answer<T>[]> {
  return Promise.all(
    nodes.map(async (node): Promise<Answer<T>> => {
      if (!node.reachable)
        return {node, status: 'unreachable', error: node.unreachableBecause ?? 'no connection'}
      try {
        return {node, status: 'ok', value: await question(session.node(node.id), node)}
      } catch (error) {
        if (!isServerError(error)) throw error
        if (error instanceof ReplyRefused) return {node, status: 'error', error: error.message}
        return {node, status: 'unreachable', error: silenceReason(error)}
      }
    }),
  )
}
