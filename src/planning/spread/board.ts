import {groupBy} from '../../domain/group.js'
import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName, type Seat} from '../../domain/placement.js'
import {countVotes} from './audit.js'
import {without} from './spot-lists.js'

/**
 * A placement as the search sees it: numbers only. Nodes in the same places are equal for it, so it knows spots, and
 * how many nodes each shard has in them.
 */
export type Board = {
  readonly kinds: readonly Place['kind'][]
  readonly spots: readonly Spot[]
  /** The spot of each node of the board. */
  readonly spotOf: ReadonlyMap<NodeId, number>
  /** By kind of place, how many places there are; the places of spots are numbers below that. */
  readonly places: readonly number[]
  /** For each shard, the bytes of a full sync. */
  readonly bytes: readonly number[]
  /** For each shard, its index in the placement. */
  readonly shards: readonly number[]
  readonly start: Seating
  /** For each shard, the spot of its primary. */
  readonly leaders: readonly number[]
  /** How many primaries one place may have at most; undefined if no placement keeps a majority in every case. */
  readonly most: number | undefined
}

/** Where nodes are alike. */
export type Spot = {
  /** For each kind of place, the number of the place. */
  readonly at: readonly number[]
  /** Whether the nodes here may become primaries. */
  readonly mayLead: boolean
}

/** For each shard, the spots of its nodes, in ascending order. Lists are shared and never changed. */
export type Seating = readonly (readonly number[])[]

/** A node that changes its shard. */
export type Hop = {readonly spot: number; readonly from: number; readonly to: number}

/**
 * The board of a placement. Shards that own no slots, and shards whose primary is not synced, are not on it: nothing
 * is done to them. Nor are replicas that are not synced.
 */
export function boardOf(placement: Placement, kinds: readonly Place['kind'][]): Board {
  const shards = shardsOnBoard(placement)
  const seats = seatsOnBoard(placement, shards)
  const {spots, spotOf, places} = numberSpots(seats.flat(), kinds)
  const spotsOf = (list: readonly Seat[]) => list.flatMap(({id}) => spotOf.get(id) ?? [])
  return {
    kinds,
    spots,
    spotOf,
    places,
    bytes: shards.map((shard) => placement.shards[shard]?.bytes ?? 0),
    shards,
    start: seats.map((of) => sorted(spotsOf(of))),
    leaders: seats.flatMap((of) => spotsOf(of.slice(0, 1))),
    most: mostPerPlace(placement),
  }
}

function numberSpots(
  seats: readonly Seat[],
  kinds: readonly Place['kind'][],
): Pick<Board, 'spots' | 'spotOf' | 'places'> {
  const numbering = kinds.map((kind) => numberPlaces(seats, kind))
  const spotAt = (seat: Seat): Spot => ({
    at: numbering.map(({numberOf}) => numberOf(seat)),
    mayLead: seat.mayLead,
  })
  const alike = [...groupBy(seats, (seat) => JSON.stringify(spotAt(seat))).values()]
  return {
    spots: alike.flatMap(([seat]) => (seat ? [spotAt(seat)] : [])),
    spotOf: new Map(alike.flatMap((group, spot) => group.map(({id}) => [id, spot] as const))),
    places: numbering.map(({size}) => size),
  }
}

/** The seats of each shard of the board, primaries first. */
export function seatsOnBoard({seats}: Placement, shards: readonly number[]): Seat[][] {
  const byShard = groupBy(
    seats.filter(({synced}) => synced),
    ({shard}) => shard,
  )
  return shards.map((shard) =>
    (byShard.get(shard) ?? []).toSorted(
      (a, b) => Number(b.role === 'primary') - Number(a.role === 'primary'),
    ),
  )
}

/** The seating after a hop. */
export function afterHop(seating: Seating, {spot, from, to}: Hop): Seating {
  return seating.map((spots, shard) => {
    if (shard === from) return without(spots, spot)
    return shard === to ? sorted([...spots, spot]) : spots
  })
}

/**
 * The spots that a node may leave: two others stay, of which one can be the primary. The node may be the primary
 * itself, after a failover.
 */
export function leaversOf({spots}: Board, list: readonly number[]): number[] {
  if (list.length < 3) return []
  return [...new Set(list)].filter((spot) => without(list, spot).some((other) => spots[other]?.mayLead))
}

function sorted(spots: readonly number[]): number[] {
  return spots.toSorted((a, b) => a - b)
}

function shardsOnBoard({seats, shards}: Placement): number[] {
  const led = new Set(seats.filter(({role, synced}) => role === 'primary' && synced).map(({shard}) => shard))
  return [...shards.keys()].filter((shard) => shards[shard]?.ownsSlots && led.has(shard))
}

/** With one primary or two, and without a majority, no placement helps. */
function mostPerPlace(placement: Placement): number | undefined {
  const {spare} = countVotes(placement)
  return spare > 0 ? spare : undefined
}

/** A node whose zone is unknown is in a zone of its host; one whose host is unknown is in a place of its own. */
function numberPlaces(
  seats: readonly Seat[],
  kind: Place['kind'],
): {readonly size: number; readonly numberOf: (seat: Seat) => number} {
  const nameOf = (seat: Seat) =>
    JSON.stringify(
      [kind, 'host'].flatMap((one) => {
        const name = placeName(seat, one as Place['kind'])
        return name === undefined ? [] : [[one, name]]
      })[0] ?? ['node', seat.id],
    )
  const numbers = new Map([...new Set(seats.map(nameOf))].map((name, index) => [name, index]))
  return {size: numbers.size, numberOf: (seat) => numbers.get(nameOf(seat)) ?? 0}
}
