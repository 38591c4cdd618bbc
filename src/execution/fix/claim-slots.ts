import {ownLine} from '../../domain/node.js'
import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {countSlots, formatRanges, intersectRanges, slotsOf} from '../../domain/slot.js'
import type {StepExecution} from '../step-execution.js'
import {countKeysBySlot} from '../move/by-keys/count-keys.js'
import {openEndpoint} from '../move/by-keys/endpoint.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'
import {asFarAsTheyAnswer, withNode} from '../move/retrying.js'

/**
 * Makes a node the owner of slots. First raises its config epoch above all others, so that its claim counts on nodes
 * that still consider another one the owner. The other nodes are told too, because a node accepts SETSLOT whatever
 * the epochs are. Rejects if another primary has become the owner of one of the slots: it would delete its keys.
 */
export async function claimSlots(
  {node, ranges}: StepOf<'claim-slots'>,
  execution: StepExecution,
): Promise<void> {
  const {session} = execution
  const others = await otherPrimaries(node, execution)
  await Promise.all(others.map((id) => refuseOwner(id, ranges, execution)))
  await execution.epochs.raise(node, others, {lost: true})
  const limitMs = session.options.commandTimeoutMs
  const slots = [...slotsOf(ranges)]
  await tellSlots(await openEndpoint(session, node, limitMs), changesOf(slots, {state: 'node', peer: node}))
  // Nodes that cannot be told now hear of it by gossip.
  await asFarAsTheyAnswer(others.map((id) => tellOther(id, node, {slots, execution})))
}

/** Except slots of which it holds keys and that are not open there: Redis 8.4 and later would hide these keys. */
async function tellOther(
  id: NodeId,
  owner: NodeId,
  {slots, execution}: {readonly slots: readonly number[]; readonly execution: StepExecution},
): Promise<void> {
  const {session} = execution
  const end = await openEndpoint(session, id, session.options.commandTimeoutMs)
  const [held, lines] = await Promise.all([
    countKeysBySlot({keys: end, manyDatabases: true}, slots),
    withNode(session, id, (client) => client.clusterNodes()),
  ])
  const open = new Set(ownLine(lines)?.openSlots.map(({slot}) => slot))
  const told = slots.filter((slot) => !held.has(slot) || open.has(slot))
  await end.setSlots(changesOf(told, {state: 'node', peer: owner}), true)
}

/** The other primaries that answer, according to the node itself. */
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
  const owned = intersectRanges(ranges, ownLine(lines)?.slots ?? [])
  if (countSlots(owned) === 0) return
  throw new ClusterToolError(
    'INCOMPLETE',
    `${formatAddress(session.node(id).address)} now owns slots ${formatRanges(owned)}.`,
  )
}

/** Gives a primary a unique config epoch. */
export async function bumpEpoch({node}: StepOf<'bump-epoch'>, execution: StepExecution): Promise<void> {
  await execution.epochs.raise(node, await otherPrimaries(node, execution), {lost: true})
}
