import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName} from '../../domain/placement.js'
import type {Audit, LackingNode, LackingPlace, Shortage} from '../../domain/spread.js'
import {type Board, boardOf} from './board.js'
import {flowLeaders} from './leader-flow.js'
import {countAt} from './spot-lists.js'

/**
 * The kinds of places of which there are too few. Of P primaries, P - (⌊P/2⌋ + 1) can be lost, so at most that many
 * may be in one place: it takes P divided by that, rounded up. Two places are never enough.
 */
export function shortagesOf({seats}: Placement, {kinds, votes}: Audit): Shortage[] {
  const spare = votes.total - votes.needed
  const needed = spare > 0 ? Math.ceil(votes.total / spare) : undefined
  return kinds.flatMap((kind) => {
    const names = new Set(seats.flatMap((seat) => placeName(seat, kind) ?? []))
    return votes.total === 0 || (needed !== undefined && names.size >= needed)
      ? []
      : [{kind, places: names.size, needed}]
  })
}

/**
 * New replicas that would make the placement safe: one for each shard that would be lost with one place, outside of
 * that place; and one for each shard whose primary finds no room where places keep to the number of primaries that may
 * be lost, in a place that has room. One node does both if possible. Nothing is proposed for one primary or two. If
 * there is a copy to spare then, fewer nodes may be enough, because replicas can be exchanged.
 */
export function lacksOf(placement: Placement, audit: Audit): LackingNode[] {
  const lacks = new Map<NodeId, LackingNode>()
  for (const {place, lost} of audit.losses) {
    for (const primary of lost) {
      if (!lacks.has(primary)) lacks.set(primary, {primary, where: 'outside', place, mends: ['shard']})
    }
  }
  const board = boardOf(placement, audit.kinds)
  if (board.most !== undefined) makeRoom(placement, board, lacks)
  return [...lacks.values()]
}

/** Adds a new replica for each shard whose primary finds no room. */
function makeRoom(placement: Placement, board: Board, lacks: Map<NodeId, LackingNode>): void {
  const {most = 0, kinds} = board
  const [kind] = kinds
  if (kind === undefined) return
  const primaries = board.shards.map((shard) => placement.shards[shard]?.primary)
  const leaders = flowLeaders(board, board.start, {
    open: kinds.map(() => new Set<number>()),
    isReluctant: (shard) => lacks.has(primaries[shard] as NodeId),
  })
  const rooms = roomsOf(placement, board, leaders)
  let homeless = 0
  for (const [shard, primary] of primaries.entries()) {
    if (primary === undefined || leaders[shard] !== undefined) continue
    const before = lacks.get(primary)
    const place = takeRoom(rooms, before)
    const where: LackingPlace = place
      ? {where: 'in', place}
      : {where: 'new', kind, number: 1 + Math.floor(homeless++ / most)}
    lacks.set(primary, {primary, ...where, mends: [...(before?.mends ?? []), 'majority']})
  }
}

/** A place, and how many more primaries it may have. */
type Vacancy = {readonly place: Place; left: number}

function roomsOf(placement: Placement, board: Board, leaders: readonly (number | undefined)[]): Vacancy[] {
  const {most = 0, kinds} = board
  const [kind = 'host'] = kinds
  const taken = countAt(
    board,
    leaders.flatMap((spot) => spot ?? []),
    0,
  )
  const takenBy = new Map<string, number>()
  for (const seat of placement.seats) {
    const at = board.spots[board.spotOf.get(seat.id) ?? -1]?.at[0]
    const name = placeName(seat, kind)
    if (name !== undefined) takenBy.set(name, Math.max(takenBy.get(name) ?? 0, taken[at ?? -1] ?? 0))
  }
  return [...takenBy].map(([name, primaries]) => ({place: {kind, name}, left: most - primaries}))
}

/** The place with the most room, but not the one with which the shard would be lost. */
function takeRoom(rooms: readonly Vacancy[], lack: LackingNode | undefined): Place | undefined {
  const isRisky = ({kind, name}: Place) =>
    lack?.where === 'outside' && lack.place.kind === kind && lack.place.name === name
  const fitting = rooms.filter(({left, place}) => left > 0 && !isRisky(place))
  const [best] = fitting.toSorted((a, b) => b.left - a.left)
  if (best) best.left--
  return best?.place
}
