import {createHeap} from '../heap.js'
import {type Board, leaversOf, afterHop, type Seating, type Hop} from './board.js'
import {bestSafety, compareScores, lossesOf, rate, type Rated} from './score.js'

/** A way to a better seating: hops in order, of which each can be carried out when the ones before it are done. */
export type Way = {readonly hops: readonly Hop[]; readonly rated: Rated}

/** A seating that was reached, and from which other one. */
type FoundSeating = {
  readonly seating: Seating
  readonly bytes: number
  readonly count: number
  readonly before: FoundSeating | undefined
  readonly hop: Hop | undefined
}

/**
 * The safest seating that hops can reach; of equally safe ones the one that costs the fewest bytes, then the fewest
 * actions. A node leaves a shard only if two others stay, so that a shard that has two copies always has two.
 * `proven` says whether it is the best of all: the search looks at about `limit` seatings.
 */
export function searchSeatings(board: Board, limit: number): Way & {readonly proven: boolean} {
  const bound = bestSafety(board)
  const start: FoundSeating = {seating: board.start, bytes: 0, count: 0, before: undefined, hop: undefined}
  const queue = createHeap<FoundSeating>((a, b) => compareScores([a.bytes, a.count], [b.bytes, b.count]) < 0)
  const known = new Map<string, FoundSeating>([[keyOf(board.start), start]])
  let best = {reached: start, rated: rate(board, board.start)}
  queue.push(start)
  for (let next = queue.pop(); next && !isBeyond(next, best, bound); next = queue.pop()) {
    if (known.get(keyOf(next.seating)) !== next) continue
    const rated = rateIfAsSafe(board, next.seating, best.rated)
    if (rated && compareScores(scoreOf(next, rated), scoreOf(best.reached, best.rated)) < 0)
      best = {reached: next, rated}
    for (const other of neighbours(board, next)) {
      if (known.size > limit) return {...wayTo(best.reached, best.rated), proven: false}
      const key = keyOf(other.seating)
      const old = known.get(key)
      if (old && compareScores([old.bytes, old.count], [other.bytes, other.count]) <= 0) continue
      known.set(key, other)
      queue.push(other)
    }
  }
  return {...wayTo(best.reached, best.rated), proven: true}
}

/** All that one hop can reach. */
function* neighbours(board: Board, reached: FoundSeating): Generator<FoundSeating> {
  const {seating, count} = reached
  for (const [from, spots] of seating.entries()) {
    for (const spot of leaversOf(board, spots)) {
      for (const [to, more] of board.bytes.entries()) {
        if (to === from) continue
        const hop = {spot, from, to}
        const after = afterHop(seating, hop)
        yield {seating: after, bytes: reached.bytes + more, count: count + 1, before: reached, hop}
      }
    }
  }
}

/** Whether neither this seating nor a later one can be better: it costs more, and nothing is safer. */
function isBeyond(
  next: FoundSeating,
  {reached, rated}: {readonly reached: FoundSeating; readonly rated: Rated},
  bound: readonly number[],
): boolean {
  if (compareScores(rated.safety, bound) > 0) return false
  return compareScores([next.bytes, next.count], [reached.bytes, reached.count + rated.switches]) >= 0
}

/** Primaries are chosen only where they can matter, because that takes the most time. */
function rateIfAsSafe(board: Board, seating: Seating, best: Rated): Rated | undefined {
  const losses = lossesOf(board, seating)
  return compareScores(losses, best.safety) > 0 ? undefined : rate(board, seating, losses)
}

function scoreOf({bytes, count}: FoundSeating, {safety, switches}: Rated): number[] {
  return [...safety, bytes, count + switches]
}

function wayTo(reached: FoundSeating, rated: Rated): Way {
  const hops: Hop[] = []
  for (let at: FoundSeating | undefined = reached; at?.hop; at = at.before) hops.unshift(at.hop)
  return {hops, rated}
}

function keyOf(seating: Seating): string {
  return String.fromCharCode(...seating.flatMap((spots) => [0xffff, ...spots]))
}
