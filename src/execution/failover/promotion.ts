import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {type NodeId, type NodeLine, ownLine} from '../../domain/node.js'
import {ReplyRefused} from '../../redis/errors.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution} from '../step-execution.js'
import {until} from '../wait.js'

/** What a node says about itself now. */
export async function ownLineOf(
  node: NodeId,
  {session}: Pick<StepExecution, 'session'>,
): Promise<NodeLine | undefined> {
  return ownLine(await withNode(session, node, (client) => client.clusterNodes()))
}

/** Asks a replica to take over. A node that has become a primary in the meantime refuses, which is no error. */
export async function requestFailover(
  node: NodeId,
  mode: 'force' | 'takeover' | undefined,
  {session}: Pick<StepExecution, 'session'>,
): Promise<void> {
  try {
    await withNode(session, node, (client) => client.failover(mode))
  } catch (error) {
    if (!(error instanceof ReplyRefused) || (await ownLineOf(node, {session}))?.role !== 'primary')
      throw error
  }
}

/**
 * Whether a node becomes a primary within this many milliseconds. Without a signal, this is not interrupted: the
 * servers are changing roles, or not, whatever this program does.
 */
export async function becomesPrimary(
  node: NodeId,
  limitMs: number,
  {
    session,
    signal = new AbortController().signal,
  }: Pick<StepExecution, 'session'> & {readonly signal?: AbortSignal},
): Promise<boolean> {
  const isPrimary = async () => (await ownLineOf(node, {session}))?.role === 'primary' || undefined
  const name = formatAddress(session.node(node).address)
  try {
    return await until(isPrimary, () => `${name} is still a replica.`, {limitMs, signal})
  } catch (error) {
    if (error instanceof ClusterToolError && error.code === 'INCOMPLETE') return false
    throw error
  }
}
