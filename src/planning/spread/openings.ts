import {groupBy} from '../../domain/group.js'
import {addArc, flowOn, sendCheapest} from '../min-cost-flow.js'
import type {Board, Seating} from './board.js'
import {createPlaces, type Opening, SINK, SOURCE} from './leader-flow.js'

/**
 * What to try, the best first; `crowded` are the places of each kind that could have too many. While all primaries
 * answer, at most two places have too many, and only if the number of primaries is even.
 */
export function openings(
  {most = Infinity, start}: Board,
  crowded: readonly (readonly number[])[],
): Opening[] {
  const choices = crowded.map((places) => {
    const others = (index: number) => (2 * (most + 1) > start.length ? [] : places.slice(index + 1))
    const pairs = places.flatMap((one, index) => others(index).map((other) => new Set([one, other])))
    return [new Set<number>(), ...places.map((place) => new Set([place])), ...pairs]
  })
  return choices
    .reduce<Opening[]>(
      (openings, sets) => openings.flatMap((opening) => sets.map((set) => [...opening, set])),
      [[]],
    )
    .sort((a, b) => compareSizes(a, b))
}

function compareSizes(a: Opening, b: Opening): number {
  return a.map(({size}, kind) => size - (b[kind]?.size ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** Places with nodes of so many shards that their primaries could be too many. */
export function crowdedPlaces({spots, most = Infinity}: Board, seating: Seating, kind: number): number[] {
  const shardsAt = new Map<number, number>()
  for (const list of seating) {
    for (const place of new Set(list.map((spot) => spots[spot]?.at[kind] ?? 0))) {
      shardsAt.set(place, (shardsAt.get(place) ?? 0) + 1)
    }
  }
  return [...shardsAt].filter(([, shards]) => shards > most).map(([place]) => place)
}

/**
 * For each kind of place, a number of places with a majority that no seating can be below: as if every node could be
 * the primary of every shard.
 */
export function fewestMajorities(board: Board): number[] {
  const none = board.kinds.map(() => 0)
  if (board.most === undefined) return none
  const counts = groupBy(board.start.flat(), (spot) => spot)
  const crowded = board.kinds.map((_, kind) =>
    crowdedPlaces(
      board,
      board.start.flat().map((spot) => [spot]),
      kind,
    ),
  )
  const enough = openings(board, crowded).find((open) => {
    const {network, enter} = createPlaces(board, {open, extra: 0})
    const arcs = [...counts].flatMap(([spot, {length}]) =>
      board.spots[spot]?.mayLead ? [addArc(network, [SOURCE, enter(spot)], length)] : [],
    )
    sendCheapest(network, SOURCE, SINK)
    return arcs.reduce((sum, arc) => sum + flowOn(network, arc), 0) >= board.start.length
  })
  return enough?.map(({size}) => size) ?? none
}
