import type {Board, Seating, Spot} from './board.js'
import {flowLeaders, type Opening} from './leader-flow.js'
import {crowdedPlaces, openings} from './openings.js'
import {countAt} from './spot-lists.js'

/** The spots of the primaries, by shard. */
export type Leaders = {
  readonly leaders: readonly number[]
  /** For each kind of place, how many places have so many primaries that the others are no majority. */
  readonly majorities: readonly number[]
}

/**
 * The primaries of a seating: as few places of the most important kind with a majority as possible, then of the next
 * kind, then as few shards as possible with another primary than now. Exact if each host is in one zone.
 */
export function chooseLeaders(board: Board, seating: Seating): Leaders {
  const present = seating.map((spots, shard) => presentLeader(board, spots, shard))
  if (board.most === undefined) return {leaders: present, majorities: board.kinds.map(() => 0)}
  const known = majoritiesOf(board, present)
  if (known.every((count) => count === 0) && present.every((spot, shard) => spot === board.leaders[shard])) {
    return {leaders: present, majorities: known}
  }
  return tryOpenings(board, seating) ?? {leaders: present, majorities: known}
}

/** Of the openings that have primaries for all shards, the first; of those with as many open places, the cheapest. */
function tryOpenings(board: Board, seating: Seating): Leaders | undefined {
  let best:
    | {readonly leaders: readonly number[]; readonly open: string; readonly switches: number}
    | undefined
  const crowded = board.kinds.map((_, kind) => crowdedPlaces(board, seating, kind))
  for (const opening of openings(board, crowded)) {
    const open = opening.map(({size}) => size).join()
    if (best !== undefined && best.open !== open) break
    const leaders = seatLeaders(board, seating, opening)
    if (!leaders) continue
    const switches = leaders.filter((spot, shard) => spot !== board.leaders[shard]).length
    if (best === undefined || switches < best.switches) best = {leaders, open, switches}
  }
  return best && {leaders: best.leaders, majorities: majoritiesOf(board, best.leaders)}
}

/** For how many shards there is no primary if no place may have too many. */
export function leaderless(board: Board, seating: Seating): number {
  if (board.most === undefined) return 0
  return seating.length - leadersWithinLimits(board, seating).length
}

/** The spots in places where there is room for another primary, if as many shards as possible have found room. */
export function spotsWithRoom(board: Board, seating: Seating): Set<number> {
  const {kinds, spots, most = Infinity} = board
  const housed = leadersWithinLimits(board, seating)
  const taken = kinds.map((_, kind) => countAt(board, housed, kind))
  const hasRoom = ({at, mayLead}: Spot) =>
    mayLead && at.every((place, kind) => (taken[kind]?.[place] ?? 0) < most)
  return new Set([...spots.keys()].filter((spot) => spots[spot] && hasRoom(spots[spot])))
}

function leadersWithinLimits(board: Board, seating: Seating): number[] {
  const open = board.kinds.map(() => new Set<number>())
  return flowLeaders(board, seating, {open}).flatMap((spot) => spot ?? [])
}

/** How many places have so many primaries that the others are no majority; the spots of all primaries are given. */
export function countCrowded(board: Board, leaders: readonly number[]): number {
  return majoritiesOf(board, leaders).reduce((sum, count) => sum + count, 0)
}

/** The spot where the primary is now, if the shard still has a node there; otherwise one that may lead. */
function presentLeader({leaders, spots}: Board, list: readonly number[], shard: number): number {
  const now = leaders[shard] ?? 0
  return list.includes(now) ? now : (list.find((spot) => spots[spot]?.mayLead) ?? list[0] ?? now)
}

function majoritiesOf(board: Board, leaders: readonly number[]): number[] {
  const {kinds, most = Infinity} = board
  return kinds.map((_, kind) => countAt(board, leaders, kind).filter((primaries) => primaries > most).length)
}

function seatLeaders(board: Board, seating: Seating, open: Opening): number[] | undefined {
  const leaders = flowLeaders(board, seating, {open})
  return leaders.every((spot) => spot !== undefined) ? leaders : undefined
}
