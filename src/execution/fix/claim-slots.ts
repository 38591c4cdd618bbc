import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/plan.js'
import {countSlots, formatRanges, intersectRanges, slotsOf} from '../../domain/slot.js'
import type {StepExecution} from '../execution.js'
import {openEnd} from '../move/by-keys/end.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'
import {withNode} from '../move/retrying.js'

/**
 * Makes a node the owner of slots. Its config epoch goes above all others, so that its word counts wherever somebody
 * still takes another for the owner; the others are told too, because a node believes SETSLOT whatever the epochs are.
 * Rejects when another primary has come to own one of them: it would delete its keys on hearing of the new epoch.
 */
export async function claimSlots(
  {node, ranges}: StepOf<'claim-slots'>,
  execution: StepExecution,
): Promise<void> {
  const {session} = execution
  const others = await otherPrimaries(node, execution)
  await Promise.all(others.map((id) => refuseOwner(id, ranges, execution)))
  const limitMs = session.options.commandTimeoutMs
  const changes = changesOf([...slotsOf(ranges)], {state: 'node', peer: node})
  await tellSlots(await openEnd(session, node, limitMs), changes)
  await withNode(session, node, (client) => client.bumpEpoch())
  // Whoever cannot be told now hears of it by gossip.
  await Promise.allSettled(
    others.map(async (id) => (await openEnd(session, id, limitMs)).setSlots(changes, true)),
  )
}

/** The other primaries by the node's own word that answer. */
async function otherPrimaries(node: NodeId, {session}: StepExecution): Promise<NodeId[]> {
  const lines = await withNode(session, node, (client) => client.clusterNodes())
  return lines
    .filter(({id, role, myself}) => role === 'primary' && !myself && session.isConnected(id))
    .map(({id}) => id)
}

async function refuseOwner(
  id: NodeId,
  ranges: StepOf<'claim-slots'>['ranges'],
  {session}: StepExecution,
): Promise<void> {
  const lines = await withNode(session, id, (client) => client.clusterNodes())
  const owned = intersectRanges(ranges, lines.find(({myself}) => myself)?.slots ?? [])
  if (countSlots(owned) === 0) return
  throw new ClusterToolError(
    'INCOMPLETE',
    `${formatAddress(session.node(id).address)} owns slots ${formatRanges(owned)} by now.`,
  )
}

/** Gives a primary a config epoch that no other has. */
export function bumpEpoch({node}: StepOf<'bump-epoch'>, {session}: StepExecution): Promise<void> {
  return withNode(session, node, (client) => client.bumpEpoch())
}
