import {type Board, leaversOf, afterHop, type Seating, type Hop} from './board.js'
import {chainsTo, type ShardWish} from './chains.js'
import {directHops} from './direct.js'
import {leaderless, spotsWithRoom} from './leaders.js'
import {bestSafety, commonPlaceOf, compareScores, lossesOf, rate} from './score.js'
import type {SeatingPath} from './search.js'

/** How many chains are tried before the wishes are given up, and how many more after one that helps. */
const TRIES = 300
const MORE_TRIES = 100

/** Moves that were made, and the seating that they led to. */
type Trail = {readonly seating: Seating; readonly hops: readonly Hop[]}

/**
 * A way to a safer seating that is found one chain of hops at a time. It looks at much less than `searchSeatings`, so
 * it is for clusters of any size, but a better or cheaper way may exist.
 */
export function mendSeating(board: Board): SeatingPath {
  const start = {seating: board.start, hops: []}
  const saved = saveShards(board, start)
  const freed = freeMajority(board, saved)
  const ways = [start, saved, freed].map((trail) => straighten(board, trail))
  return ways.reduce((best, way) =>
    compareScores(scoreOf(board, way), scoreOf(board, best)) < 0 ? way : best,
  )
}

/** A safety, then the bytes, then the number of actions of a way; less is better. */
export function scoreOf({bytes}: Board, {hops, rated}: SeatingPath): number[] {
  const sum = hops.reduce((total, {to}) => total + (bytes[to] ?? 0), 0)
  return [...rated.safety, sum, hops.length + rated.switches]
}

/** As many shards as possible get a node outside of the place with which they would be lost. */
function saveShards(board: Board, start: Trail): Trail {
  const bound = bestSafety(board).slice(0, 2 * board.kinds.length)
  let trail = start
  for (;;) {
    const losses = lossesOf(board, trail.seating)
    if (compareScores(losses, bound) <= 0) return trail
    const better = followChain(board, trail, {
      wishes: endangered(board, trail.seating),
      worth: (seating) => lossesOf(board, seating),
    })
    if (!better) return trail
    trail = better
  }
}

function endangered(board: Board, seating: Seating): ShardWish[] {
  return seating.flatMap((list, shard) =>
    board.kinds.flatMap((_, kind) => {
      const place = commonPlaceOf(board, list, kind)
      if (place === undefined) return []
      return [{shard, fits: (spot: number) => board.spots[spot]?.at[kind] !== place}]
    }),
  )
}

/** Shards get nodes where there is room for a primary, until all of them find room for theirs. */
function freeMajority(board: Board, start: Trail): Trail {
  let trail = start
  for (;;) {
    if (leaderless(board, trail.seating) === 0) return trail
    const roomy = spotsWithRoom(board, trail.seating)
    const better = followChain(board, trail, {
      wishes: trail.seating.map((_, shard) => ({shard, fits: (spot) => roomy.has(spot)})),
      worth: (seating) => [...lossesOf(board, seating), leaderless(board, seating)],
    })
    if (!better) return trail
    trail = better
  }
}

type Aim = {
  readonly wishes: readonly ShardWish[]
  /** Numbers of which the first one that differs decides; less is better. */
  readonly worth: (seating: Seating) => readonly number[]
}

/** Of the chains that are tried, the one that helps most; of equal ones the cheapest. */
function followChain(board: Board, trail: Trail, {wishes, worth}: Aim): Trail | undefined {
  let tries = TRIES
  let best: {readonly trail: Trail | undefined; readonly worth: readonly number[]} = {
    trail: undefined,
    worth: worth(trail.seating),
  }
  for (const chain of chainsTo(board, trail.seating, wishes)) {
    const after = carryOut(board, trail, chain)
    const reached = after && worth(after.seating)
    if (reached && compareScores(reached, best.worth) < 0) {
      best = {trail: after, worth: reached}
      tries = Math.min(tries, MORE_TRIES)
    }
    if (--tries === 0) break
  }
  return best.trail
}

/** Undefined if a hop of the chain would take a node that has to stay. */
function carryOut(board: Board, trail: Trail, chain: readonly Hop[]): Trail | undefined {
  let {seating} = trail
  for (const hop of chain) {
    if (!leaversOf(board, seating[hop.from] ?? []).includes(hop.spot)) return undefined
    seating = afterHop(seating, hop)
  }
  return {seating, hops: [...trail.hops, ...chain]}
}

/** The same seating, without nodes that hop twice if that is possible. */
function straighten(board: Board, {seating, hops}: Trail): SeatingPath {
  const rated = rate(board, seating)
  const direct = directHops(board, seating)
  const ways = [{hops, rated}, ...(direct ? [{hops: direct, rated}] : [])]
  return ways.reduce((a, b) => (compareScores(scoreOf(board, b), scoreOf(board, a)) < 0 ? b : a))
}
