import {ownLine} from '../domain/node.js'
import {parseAddress} from '../domain/address.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Operation} from '../domain/operation.js'
import type {Outsider} from '../domain/repair.js'
import {intersectRanges, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, uncoveredRanges} from '../domain/snapshot.js'
import {hidesForeignKeys} from '../domain/version.js'
import {countKeysBySlot} from '../execution/move/by-keys/count-keys.js'
import {openEndpoint} from '../execution/move/by-keys/endpoint.js'
import type {Session} from '../redis/session.js'
import {tryToRead} from '../redis/snapshot.js'

/**
 * Nodes that no member knows any more, and that have something of slots without an owner: they were forgotten while
 * they had slots, or came back after that. Looks for them where operations on this cluster found them.
 */
export async function findOutsiders(
  session: Session,
  snapshot: ClusterSnapshot,
  operations: readonly Operation[],
): Promise<Outsider[]> {
  const unowned = uncoveredRanges(snapshot)
  if (unowned.length === 0) return []
  const members = new Set(snapshot.nodes.map(({id}) => id))
  const written = operations.flatMap(({cluster}) => [...cluster.nodes, ...cluster.others])
  const strangers = new Map(written.flatMap(({id, address}) => (members.has(id) ? [] : [[id, address]])))
  const found = await Promise.all(
    [...strangers].map(([id, address]) => look(session, {id, address}, {members, unowned})),
  )
  return found.flat()
}

type KnownAddress = {readonly id: NodeId; readonly address: string}
type Sought = {readonly members: ReadonlySet<NodeId>; readonly unowned: readonly SlotRange[]}

async function look(
  session: Session,
  {id, address}: KnownAddress,
  {members, unowned}: Sought,
): Promise<Outsider[]> {
  const read = await tryToRead(session, parseAddress(address))
  if ('kind' in read) return []
  const own = ownLine(read.view)
  if (own?.id !== id || isElsewhere(read.view, members)) return []
  session.register(id, read.client)
  const claimed = intersectRanges(unowned, own.slots)
  const held = await heldIn(session, id, unowned)
  const hides = hidesForeignKeys(read.info) && ((await read.client.countHiddenKeys()) ?? 0) > 0
  const ranges = hides ? unowned : toRanges(new Set([...slotsOf(claimed), ...held]))
  return ranges.length > 0 ? [{id, address, ranges}] : []
}

/** It knows other nodes, and none of this cluster, so it has become part of another one. */
function isElsewhere(view: readonly NodeLine[], members: ReadonlySet<NodeId>): boolean {
  return view.length > 1 && !view.some(({id}) => members.has(id))
}

async function heldIn(session: Session, id: NodeId, ranges: readonly SlotRange[]): Promise<number[]> {
  const keys = await openEndpoint(session, id, session.options.commandTimeoutMs)
  return [...(await countKeysBySlot({keys, manyDatabases: true}, [...slotsOf(ranges)])).keys()]
}
