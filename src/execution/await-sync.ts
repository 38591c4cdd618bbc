import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../domain/address.js'
import {isAwaitedBy, type NodeId, ownLine} from '../domain/node.js'
import type {StepOf} from '../domain/step.js'
import {ReplyRefused} from '../redis/errors.js'
import {isLoading} from './loading.js'
import {withNode} from './move/retrying.js'
import type {StepExecution} from './step-execution.js'
import {until} from './wait.js'

/** A copy of all data may take hours. */
const SYNC_POLL_MS = 200

/**
 * Waits until each of these replicas has its link up. Until then, a replica of Redis, or of Valkey before 8.0, that got
 * a new primary could be elected with the data of the old one (valkey issue 885). The limit does not count while data
 * is copied. Throws INCOMPLETE, naming a replica that has no link.
 */
export async function awaitSync({nodes}: StepOf<'await-sync'>, execution: StepExecution): Promise<void> {
  await Promise.all(nodes.map((node) => awaitOne(node, execution)))
}

async function awaitOne(node: NodeId, execution: StepExecution): Promise<void> {
  while ((await linkOf(node, execution)) === 'syncing') await sleep(SYNC_POLL_MS)
}

/** Resolves as soon as the link is up, or data is copied. */
export function linkOf(
  node: NodeId,
  {session, signal, joinLimitMs}: StepExecution,
): Promise<'up' | 'syncing'> {
  const name = formatAddress(session.node(node).address)
  return until(
    async () => {
      const replication = await replicationOf(node, {session})
      if (replication === 'loading' || replication.syncing) return 'syncing'
      if (replication.linkUp) return 'up'
      return (await isAwaited(node, {session})) ? 'syncing' : undefined
    },
    () => `${name} has no link to its primary.`,
    {limitMs: joinLimitMs, signal},
  )
}

async function replicationOf(node: NodeId, {session}: Pick<StepExecution, 'session'>) {
  try {
    const {loading, replication} = await withNode(session, node, (client) => client.replicationFacts())
    return loading ? ('loading' as const) : replication
  } catch (error) {
    // CLUSTER INFO is refused while the data is loaded.
    if (error instanceof ReplyRefused && isLoading(error)) return 'loading'
    throw error
  }
}

async function isAwaited(node: NodeId, {session}: Pick<StepExecution, 'session'>): Promise<boolean> {
  const {address} = session.node(node)
  const own = ownLine(await withNode(session, node, (client) => client.clusterNodes()))
  if (own?.primaryId === undefined || !session.isConnected(own.primaryId)) return false
  const {info} = await withNode(session, own.primaryId, (client) => client.read())
  return isAwaitedBy(info?.replication, [address, own])
}
