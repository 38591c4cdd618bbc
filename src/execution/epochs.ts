import {formatAddress} from '../domain/address.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import {countSlots, formatRanges, intersectRanges, type SlotRange} from '../domain/slot.js'
import type {Execution} from './execution.js'
import {type Member, membersOf} from './member.js'
import {withNode} from './move/retrying.js'
import {until} from './wait.js'

/** Hearing of an epoch, or of a new owner, takes a handshake. */
const LIMIT_MS = 10_000

/**
 * Gives a node a config epoch above those of others, by all that these know. A node that takes a slot with an epoch that
 * is not above that of the one before it loses the slot again as soon as it talks to a node that still takes the other
 * for the owner, and deletes its keys then (clusterUpdateSlotsConfigWith in cluster.c). CLUSTER BUMPEPOCH, and the bump
 * that SETSLOT NODE brings, only go above what the node has heard of; so it is made to hear of the highest first. For the
 * same reason its epoch does not go up while somebody still takes it for the owner of slots that it gave away.
 */
export async function raiseEpoch(
  node: NodeId,
  others: readonly NodeId[],
  execution: Execution,
): Promise<void> {
  const {session, signal} = execution
  if (!behindOf(node, await viewsOf([node, ...others], execution))) return
  await outliveOldWord(node, execution)
  const members = await membersOf([node, ...others], execution)
  const [member] = members
  if (!member) return
  let behind: Behind | undefined
  await until(
    async () => {
      await withNode(session, node, (client) => client.bumpEpoch())
      behind = behindOf(node, await viewsOf([node, ...others], execution))
      // CLUSTER MEET makes both ends send each other what they know at once.
      if (behind) await memberWith(members, behind.by)?.client.meet([member.target])
      return behind ? undefined : true
    },
    () => `${formatAddress(session.node(node).address)} has not heard of config epoch ${behind?.epoch} yet.`,
    {limitMs: LIMIT_MS, signal},
  )
}

type Views = ReadonlyMap<NodeId, readonly NodeLine[]>
type Behind = {readonly epoch: number; readonly by: NodeId}

async function viewsOf(nodes: readonly NodeId[], {session}: Execution): Promise<Views> {
  const views = await Promise.all(nodes.map((id) => withNode(session, id, (client) => client.clusterNodes())))
  return new Map(nodes.map((id, at) => [id, views[at] ?? []]))
}

/** The highest epoch that others know of any node but this one, when this one's own is not above it. */
function behindOf(node: NodeId, views: Views): Behind | undefined {
  const mine = ownLine(views.get(node) ?? [])?.configEpoch ?? 0
  const [highest] = [...views]
    .filter(([id]) => id !== node)
    .map(([by, lines]) => ({by, epoch: highestOf(lines, node)}))
    .toSorted((a, b) => b.epoch - a.epoch)
  return highest && highest.epoch >= mine ? highest : undefined
}

/** A replica's line shows the epoch of its primary. */
function highestOf(lines: readonly NodeLine[], but: NodeId): number {
  const primaries = lines.filter(({id, role}) => role === 'primary' && id !== but)
  return Math.max(0, ...primaries.map(({configEpoch}) => configEpoch))
}

/** Waits until nobody takes a node for the owner of slots that another one owns, and has the owners say so again. */
async function outliveOldWord(node: NodeId, execution: Execution): Promise<void> {
  const {session, signal} = execution
  const all = await reachableFrom(node, execution)
  let wrong: Wrong | undefined = wrongWordOf(node, await viewsOf(all, execution))
  if (!wrong) return
  const members = await membersOf(all, execution)
  await until(
    async () => {
      wrong = wrongWordOf(node, await viewsOf(all, execution))
      const listener = wrong && memberWith(members, wrong.by)
      if (wrong && listener) await memberWith(members, wrong.owner)?.client.meet([listener.target])
      return wrong ? undefined : true
    },
    () =>
      `${wrong && formatAddress(session.node(wrong.by).address)} takes another node for the owner of slots ${wrong && formatRanges(wrong.ranges)}.`,
    {limitMs: LIMIT_MS, signal},
  )
}

type Wrong = {readonly by: NodeId; readonly owner: NodeId; readonly ranges: readonly SlotRange[]}

/** Who takes the node for the owner of slots that are another one's by its own word; not for slots that are open there. */
function wrongWordOf(node: NodeId, views: Views): Wrong | undefined {
  const owners = [...views].flatMap(([id, lines]) => {
    const own = ownLine(lines)
    return own && own.role === 'primary' && id !== node ? [{id, slots: own.slots}] : []
  })
  for (const [by, lines] of views) {
    const named = lines.find(({id}) => id === node)?.slots ?? []
    const open = (ownLine(lines)?.openSlots ?? []).map(({slot}) => ({start: slot, end: slot}))
    for (const {id, slots} of by === node ? [] : owners) {
      const ranges = intersectRanges(named, slots)
      if (countSlots(ranges) > 0 && countSlots(intersectRanges(ranges, open)) === 0)
        return {by, owner: id, ranges}
    }
  }
  return undefined
}

/** All nodes that a node knows and that this tool is connected to; itself first. */
async function reachableFrom(node: NodeId, {session}: Execution): Promise<NodeId[]> {
  const lines = await withNode(session, node, (client) => client.clusterNodes())
  const others = lines.filter(({id, myself}) => !myself && session.isConnected(id))
  return [node, ...others.map(({id}) => id)]
}

function memberWith(members: readonly Member[], id: NodeId): Member | undefined {
  return members.find((member) => member.id === id)
}

function ownLine(lines: readonly NodeLine[]): NodeLine | undefined {
  return lines.find(({myself}) => myself)
}
