import type {EndpointFacts, MoveFacts, Strays} from '../domain/move-facts.js'
import type {Move} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import {SLOT_COUNT, type SlotRange, slotsOf, subtractRanges} from '../domain/slot.js'
import {fewAtOnce} from './few-at-once.js'
import type {Session} from './session.js'

/**
 * Reads both ends of all moves in parallel. `strays`: whether to look for keys that targets already hold, or that
 * sources which give away all their slots would lose. Rejects if a connection fails; what is refused is undefined.
 */
export async function readMoveFacts(
  session: Session,
  moves: readonly Move[],
  {strays: looks}: {readonly strays: boolean},
): Promise<MoveFacts> {
  const ids = [...new Set(moves.flatMap(({source, target}) => [source, target]))]
  const [readings, keys] = await Promise.all([
    fewAtOnce(ids, (id) => session.node(id).endpointFacts()),
    Promise.all(moves.map(({source, ranges}) => session.node(source).countSlotKeys([...slotsOf(ranges)]))),
  ])
  const byId = new Map(readings.map((end) => [end.node, end]))
  const [ends, strays, stranded] = await Promise.all([
    Promise.all(readings.map((end) => withUsers(session, end, {moves, byId}))),
    looks ? Promise.all(moves.map((move) => straysOf(session, move, byId))) : [],
    looks ? strandedOn(session, moves, readings) : new Map<never, never>(),
  ])
  return {ends: new Map(ends.map((end) => [end.node, end])), keys, strays, stranded}
}

type EndsById = ReadonlyMap<NodeId, EndpointFacts>

/** An end, with those users of its sources that may not write on it. */
async function withUsers(
  session: Session,
  end: EndpointFacts,
  {moves, byId}: {readonly moves: readonly Move[]; readonly byId: EndsById},
): Promise<EndpointFacts> {
  const sources = moves.flatMap(({source, target}) => (target === end.node ? [source] : []))
  const users = new Set(sources.map((source) => byId.get(source)?.replicationUser ?? 'default'))
  return {...end, usersWithoutWrite: await session.node(end.node).usersWithoutWrite([...users])}
}

/** A target is expected to hold keys of slots that are open between the two, and of its own slots. */
async function straysOf(
  session: Session,
  {source, target, ranges}: Move,
  byId: EndsById,
): Promise<Strays | undefined> {
  const [from, to] = [byId.get(source), byId.get(target)]
  const moved = new Set(slotsOf(ranges))
  const open = [
    ...(from?.openSlots.filter(({direction, peer}) => direction === 'migrating' && peer === target) ?? []),
    ...(to?.openSlots.filter(({direction}) => direction === 'importing') ?? []),
  ].flatMap(({slot}) => (moved.has(slot) ? [slot] : []))
  const expected = new Set([...open, ...slotsOf(to?.slots ?? [])])
  const strays = await session.node(target).strays([...moved].filter((slot) => !expected.has(slot)))
  // A node that lost its marks hides the keys that it got while it had them.
  return strays && open.length > 0 ? {...strays, hidden: 0} : strays
}

/** A primary without slots becomes a replica, and its data is gone. */
async function strandedOn(
  session: Session,
  moves: readonly Move[],
  readings: readonly EndpointFacts[],
): Promise<Map<NodeId, Strays>> {
  const found = await Promise.all(
    readings.map(async ({node, slots}): Promise<(readonly [NodeId, Strays])[]> => {
      const given = moves.flatMap(({source, ranges}) => (source === node ? ranges : []))
      if (given.length === 0 || subtractRanges(slots, given).length > 0) return []
      const strays = await session.node(node).strays([...slotsOf(subtractRanges(ALL_SLOTS, slots))])
      return strays ? [[node, strays]] : []
    }),
  )
  return new Map(found.flat())
}

const ALL_SLOTS: readonly SlotRange[] = [{start: 0, end: SLOT_COUNT - 1}]
