import type {NodeId} from './node.js'
import {SLOT_COUNT, type SlotRange, slotsOf, toRanges} from './slot.js'
import {claimsBySlot, type ClusterSnapshot, shardsOf} from './snapshot.js'

/**
 * What can be wrong with a slot, the worst first: no node owns it; its owner does not answer; several nodes own it; it
 * is marked as leaving its owner, or as coming to a node; or servers move it atomically, which is no damage.
 */
const SLOT_TROUBLES = ['no-owner', 'owner-down', 'two-owners', 'migrating', 'importing', 'moving'] as const

export type SlotTrouble = (typeof SLOT_TROUBLES)[number]

/** A shard as maps show it. */
export type MapShard = {
  /** One character; used again by another shard if there are more than 62. */
  readonly letter: string
  readonly primary: NodeId
  readonly ranges: readonly SlotRange[]
}

/** Slots of atomic moves in progress, which no snapshot shows. */
export type ServerMoves = {
  readonly ranges: readonly SlotRange[]
  /** Nodes that did not tell whether they move slots, and why. */
  readonly unread: readonly {readonly node: NodeId; readonly reason: string}[]
}

/** Who owns each slot, and what is wrong with it. */
export type SlotMap = {
  /** In the order of their lowest slots; those without slots are last. */
  readonly shards: readonly MapShard[]
  /** By slot: the index of the shard that owns it, or undefined. Of several owners, the first. */
  readonly owners: readonly (number | undefined)[]
  /** By slot: the worst of what is wrong with it, or undefined. */
  readonly troubles: readonly (SlotTrouble | undefined)[]
  /** Nodes that may move slots themselves without anybody knowing, and why. */
  readonly movesUnread: ServerMoves['unread']
}

const NO_MOVES: ServerMoves = {ranges: [], unread: []}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * The map of a cluster. A slot whose owner does not answer belongs to that owner all the same. `moves`: what
 * the servers said about their moves.
 */
export function slotMapOf(snapshot: ClusterSnapshot, moves: ServerMoves = NO_MOVES): SlotMap {
  const shards = shardsOf(snapshot).map(({primary}, index) => ({
    letter: LETTERS.charAt(index % LETTERS.length),
    primary: primary.id,
    ranges: primary.slots,
  }))
  const owners: (number | undefined)[] = []
  const troubles: (SlotTrouble | undefined)[] = []
  const indexes = new Map(shards.map(({primary}, index) => [primary, index]))
  const named = namedOwners(shards)
  claimsBySlot(snapshot).forEach(([first, second], slot) => {
    owners[slot] = first ? indexes.get(first.id) : named.get(slot)
    if (!first) troubles[slot] = named.has(slot) ? 'owner-down' : 'no-owner'
    else if (second) troubles[slot] = 'two-owners'
    else troubles[slot] = undefined
  })
  markOpen(snapshot, troubles)
  for (const slot of slotsOf(moves.ranges)) troubles[slot] ??= 'moving'
  return {shards, owners, troubles, movesUnread: moves.unread}
}

/** The shards of the primaries that own the slots by what is known, whether they answer or not. */
function namedOwners(shards: readonly MapShard[]): Map<number, number> {
  return new Map(shards.flatMap(({ranges}, index) => [...slotsOf(ranges)].map((slot) => [slot, index])))
}

function markOpen({nodes}: ClusterSnapshot, troubles: (SlotTrouble | undefined)[]): void {
  for (const {slot, direction} of nodes.flatMap(({openSlots}) => openSlots)) {
    const known = troubles[slot]
    if (known === undefined || isWorse(direction, known)) troubles[slot] = direction
  }
}

function isWorse(one: SlotTrouble, other: SlotTrouble): boolean {
  return SLOT_TROUBLES.indexOf(one) < SLOT_TROUBLES.indexOf(other)
}

/** The slots of each trouble that there is, the worst trouble first. */
export function troubledSlots({
  troubles,
}: SlotMap): {readonly trouble: SlotTrouble; readonly ranges: readonly SlotRange[]}[] {
  return SLOT_TROUBLES.map((trouble) => ({
    trouble,
    ranges: toRanges(troubles.flatMap((one, slot) => (one === trouble ? [slot] : []))),
  })).filter(({ranges}) => ranges.length > 0)
}

/** What one cell of a picture stands for: neighbouring slots. */
export type MapCell = {
  /** The shard that owns most of them; undefined if nobody owns any. */
  readonly owner: number | undefined
  /** The worst that is wrong with any of them. */
  readonly trouble: SlotTrouble | undefined
}

/** The cells of a picture in which each stands for `size` slots. */
export function cellsOf({owners, troubles}: SlotMap, size: number): MapCell[] {
  return Array.from({length: Math.ceil(SLOT_COUNT / size)}, (_, at) => ({
    owner: mostFrequent(owners.slice(at * size, (at + 1) * size)),
    trouble: worstOf(troubles.slice(at * size, (at + 1) * size)),
  }))
}

/** The most frequent value that is not undefined; of several, the one that comes first. */
function mostFrequent(values: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: number | undefined
  for (const [value, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = value
  return best
}

function worstOf(troubles: readonly (SlotTrouble | undefined)[]): SlotTrouble | undefined {
  return SLOT_TROUBLES.find((trouble) => troubles.includes(trouble))
}
