import type {Board, Seating} from './board.js'
import {chooseLeaders} from './leaders.js'
import {fewestMajorities} from './openings.js'
import {countAt} from './spot-lists.js'

/**
 * How safe a seating is: numbers of which the first one that differs decides, and less is better. First what is lost:
 * for each kind of place, the number of shards that the worst place takes with it, and the sum over all places. Then,
 * for each kind of place, how many places take the majority with them.
 *
 * A lost shard is lost data. A lost majority is an outage: the data is there, and an operator can make replicas
 * primaries. So a majority never costs a shard.
 */
export type Safety = readonly number[]

/** A seating with its best primaries. */
export type Rated = {
  readonly seating: Seating
  readonly safety: Safety
  /** For each shard, the spot of its primary. */
  readonly leaders: readonly number[]
  /** How many shards need another primary. */
  readonly switches: number
}

/** The part of the safety that primaries do not change. */
export function lossesOf(board: Board, seating: Seating): number[] {
  return board.kinds.flatMap((_, kind) => {
    const lost = Array.from({length: board.places[kind] ?? 0}, () => 0)
    let sum = 0
    for (const spots of seating) {
      const place = commonPlaceOf(board, spots, kind)
      if (place === undefined) continue
      sum++
      lost[place] = (lost[place] ?? 0) + 1
    }
    return [lost.reduce((a, b) => Math.max(a, b), 0), sum]
  })
}

/** The place of this kind that all these spots are in. */
export function commonPlaceOf({spots}: Board, list: readonly number[], kind: number): number | undefined {
  const [first, ...others] = list
  if (first === undefined) return undefined
  const place = spots[first]?.at[kind]
  return others.every((spot) => spots[spot]?.at[kind] === place) ? place : undefined
}

/** The seating with the primaries that suit it best. */
export function rate(board: Board, seating: Seating, losses = lossesOf(board, seating)): Rated {
  const {leaders, majorities} = chooseLeaders(board, seating)
  const switches = leaders.filter((spot, shard) => spot !== board.leaders[shard]).length
  return {seating, safety: [...losses, ...majorities], leaders, switches}
}

/**
 * A safety that no seating of this board can exceed. It only counts nodes, so that it may be out of reach: a shard
 * is safe from the loss of a place only if it has a node outside of the place where most nodes are.
 */
export function bestSafety(board: Board): Safety {
  const spots = board.start.flat()
  const shards = board.start.length
  const losses = board.kinds.flatMap((_, kind) => {
    const there = countAt(board, spots, kind)
    const outside = spots.length - Math.max(0, ...there)
    const sum = Math.max(0, 2 * shards - spots.length, shards - outside)
    return [Math.ceil(sum / Math.max(1, there.length)), sum]
  })
  return [...losses, ...fewestMajorities(board)]
}

/** Compares numbers of which the first one that differs decides. */
export function compareScores(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
