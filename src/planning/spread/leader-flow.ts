import {addArc, createNetwork, flowOn, type FlowNetwork, sendCheapest} from '../min-cost-flow.js'
import type {Board, Seating} from './board.js'

/** For each kind, the places that may have any number of primaries. */
export type Opening = readonly ReadonlySet<number>[]

/** Where units come from. */
export const SOURCE = 0
/** Where units go to. */
export const SINK = 1
const FIRST = 2

/**
 * A network in which units flow from spots through the places of each kind, the least important kind first, to the
 * sink. A host that spans zones is one vertex in each of them, so that its limit is not kept. `enter` returns the
 * vertex of a spot; `extra` vertices from FIRST on are free.
 */
export function createPlaces(
  {spots, kinds, start, most = Infinity}: Board,
  {open, extra}: {readonly open: Opening; readonly extra: number},
): {readonly network: FlowNetwork; readonly enter: (spot: number) => number} {
  const vertices = new Map<string, number>()
  const network = createNetwork(FIRST + extra + spots.length * kinds.length)
  const enterAt = (at: readonly number[]): number => {
    const kind = at.length - 1
    if (kind < 0) return SINK
    const known = vertices.get(at.join())
    if (known !== undefined) return known
    const made = FIRST + extra + vertices.size
    vertices.set(at.join(), made)
    const room = open[kind]?.has(at[kind] ?? 0) ? start.length : most
    addArc(network, [made, enterAt(at.slice(0, -1))], room)
    return made
  }
  return {network, enter: (spot) => enterAt(spots[spot]?.at ?? [])}
}

/** What decides about primaries: places that may have any number of them, and shards that are left out first. */
export type LeaderWish = {readonly open: Opening; readonly isReluctant?: (shard: number) => boolean}

/** More than what all other costs of a way through the network can be. */
const RELUCTANCE = 1000

/** The spot of the primary of each shard; undefined where there is no room for one. Few shards get another one. */
export function flowLeaders(
  board: Board,
  seating: Seating,
  {open, isReluctant = () => false}: LeaderWish,
): (number | undefined)[] {
  const {network, enter} = createPlaces(board, {open, extra: seating.length})
  const arcs = seating.map((list, shard) => {
    addArc(network, [SOURCE, FIRST + shard], 1, isReluctant(shard) ? RELUCTANCE : 0)
    const now = board.leaders[shard]
    return [...new Set(list)].flatMap((spot) => {
      if (spot !== now && !board.spots[spot]?.mayLead) return []
      return [{spot, arc: addArc(network, [FIRST + shard, enter(spot)], 1, Number(spot !== now))}]
    })
  })
  sendCheapest(network, SOURCE, SINK)
  return arcs.map((of) => of.find(({arc}) => flowOn(network, arc) > 0)?.spot)
}
