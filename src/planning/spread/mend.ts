import {type Board, leaversOf, moveSeat, type Seating, type SeatMove} from './board.js'
import {chainsTo, type ShardWish} from './chains.js'
import {directMoves} from './direct.js'
import {leaderless, spotsWithRoom} from './leaders.js'
import {bestSafety, commonPlaceOf, compareScores, lossesOf, rate} from './score.js'
import type {Way} from './search.js'

/** How many chains are tried before the wishes are given up, and how many more after one that helps. */
const TRIES = 300
const MORE_TRIES = 100

/** Moves that were made, and the seating that they led to. */
type Trail = {readonly seating: Seating; readonly moves: readonly SeatMove[]}

/**
 * A way to a safer seating that is found one chain of moves at a time. It looks at much less than `searchSeatings`, so
 * it is for clusters of any size, but a better or cheaper way may exist.
 */
export function mendSeating(board: Board): Way {
  const start = {seating: board.start, moves: []}
  const saved = saveShards(board, start)
  const freed = freeMajority(board, saved)
  const ways = [start, saved, freed].map((trail) => straighten(board, trail))
  return ways.reduce((best, way) =>
    compareScores(scoreOf(board, way), scoreOf(board, best)) < 0 ? way : best,
  )
}

/** A safety, then the bytes, then the number of actions of a way; less is better. */
export function scoreOf({bytes}: Board, {moves, rated}: Way): number[] {
  const sum = moves.reduce((total, {to}) => total + (bytes[to] ?? 0), 0)
  return [...rated.safety, sum, moves.length + rated.switches]
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

/** Undefined if a move of the chain would take a node that has to stay. */
function carryOut(board: Board, trail: Trail, chain: readonly SeatMove[]): Trail | undefined {
  let {seating} = trail
  for (const move of chain) {
    if (!leaversOf(board, seating[move.from] ?? []).includes(move.spot)) return undefined
    seating = moveSeat(seating, move)
  }
  return {seating, moves: [...trail.moves, ...chain]}
}

/** The same seating, without nodes that move twice if that is possible. */
function straighten(board: Board, {seating, moves}: Trail): Way {
  const rated = rate(board, seating)
  const direct = directMoves(board, seating)
  const ways = [{moves, rated}, ...(direct ? [{moves: direct, rated}] : [])]
  return ways.reduce((a, b) => (compareScores(scoreOf(board, b), scoreOf(board, a)) < 0 ? b : a))
}
