import {formatAddress} from '../domain/address.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Execution} from './execution.js'
import {membersOf} from './member.js'
import {withNode} from './move/retrying.js'
import {until} from './wait.js'

/** Hearing of an epoch takes a handshake. */
const LIMIT_MS = 10_000

/**
 * Gives a node a config epoch above those of others, by all that these know. A node that takes a slot with an epoch that
 * is not above that of the one before it loses the slot again as soon as it talks to a node that still takes the other
 * for the owner, and deletes its keys then (clusterUpdateSlotsConfigWith in cluster.c). CLUSTER BUMPEPOCH, and the bump
 * that SETSLOT NODE brings, only go above what the node has heard of; so it is made to hear of the highest first.
 */
export async function raiseEpoch(
  node: NodeId,
  others: readonly NodeId[],
  execution: Execution,
): Promise<void> {
  const {session, signal} = execution
  let behind = await behindOf(node, others, execution)
  if (!behind) return
  const [member, ...rest] = await membersOf([node, ...others], execution)
  if (!member) return
  await until(
    async () => {
      await withNode(session, node, (client) => client.bumpEpoch())
      behind = await behindOf(node, others, execution)
      if (!behind) return true
      const {by} = behind
      // CLUSTER MEET makes both ends send each other what they know at once.
      await rest.find(({id}) => id === by)?.client.meet([member.target])
      return undefined
    },
    () => `${formatAddress(session.node(node).address)} has not heard of config epoch ${behind?.epoch} yet.`,
    {limitMs: LIMIT_MS, signal},
  )
}

type Behind = {readonly epoch: number; readonly by: NodeId}

/** The highest epoch that others know of any node but this one, when this one's own is not above it. */
async function behindOf(
  node: NodeId,
  others: readonly NodeId[],
  {session}: Execution,
): Promise<Behind | undefined> {
  const linesOf = (id: NodeId) => withNode(session, id, (client) => client.clusterNodes())
  const [own, ...theirs] = await Promise.all([node, ...others].map(linesOf))
  const mine = own?.find(({myself}) => myself)?.configEpoch ?? 0
  const highest = theirs
    .map((lines, at) => ({epoch: highestOf(lines, node), by: others[at] ?? node}))
    .toSorted((a, b) => b.epoch - a.epoch)[0]
  return highest && highest.epoch >= mine ? highest : undefined
}

/** A replica's line shows the epoch of its primary. */
function highestOf(lines: readonly NodeLine[], but: NodeId): number {
  const primaries = lines.filter(({id, role}) => role === 'primary' && id !== but)
  return Math.max(0, ...primaries.map(({configEpoch}) => configEpoch))
}
