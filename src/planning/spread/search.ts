import {Heap} from '../heap.js'
import {type Board, leaversOf, afterHop, type Seating, type Hop} from './board.js'
import {bestSafety, compareScores, lossesOf, rate, type Rated} from './score.js'

/** A way to a better seating: hops in order, of which each can be carried out when the ones before it are done. */
export type SeatingPath = {readonly hops: readonly Hop[]; readonly rated: Rated}

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
export function searchSeatings(board: Board, limit: number): SeatingPath & {readonly proven: boolean} {
  const bound = bestSafety(board)
  const frontier = createFrontier(board)
  let best = {reached: frontier.start, rated: rate(board, board.start)}
  for (let next = frontier.take(); next && !isBeyond(next, best, bound); next = frontier.take()) {
    const rated = rateIfAsSafe(board, next.seating, best.rated)
    if (rated && compareScores(scoreOf(next, rated), scoreOf(best.reached, best.rated)) < 0)
      best = {reached: next, rated}
    for (const other of neighbours(board, next)) {
      if (frontier.size() > limit) return {...wayTo(best.reached, best.rated), proven: false}
      frontier.add(other)
    }
  }
  return {...wayTo(best.reached, best.rated), proven: true}
}

/** The seatings that were reached. `take` returns each once, at its lowest cost, the cheapest first. */
type Frontier = {
  readonly start: FoundSeating
  readonly take: () => FoundSeating | undefined
  readonly add: (found: FoundSeating) => void
  readonly size: () => number
}

function createFrontier(board: Board): Frontier {
  const start = {seating: board.start, bytes: 0, count: 0, before: undefined, hop: undefined}
  const queue = new Heap<FoundSeating>((a, b) => compareCosts(a, b) < 0)
  const known = new Map<string, FoundSeating>()
  const add = (found: FoundSeating) => {
    const old = known.get(keyOf(found.seating))
    if (old && compareCosts(old, found) <= 0) return
    known.set(keyOf(found.seating), found)
    queue.push(found)
  }
  const take = () => {
    let next = queue.pop()
    // A seating that was reached at a lower cost later is in the queue twice.
    while (next && known.get(keyOf(next.seating)) !== next) next = queue.pop()
    return next
  }
  add(start)
  return {start, take, add, size: () => known.size}
}

function compareCosts(a: FoundSeating, b: FoundSeating): number {
  return compareScores([a.bytes, a.count], [b.bytes, b.count])
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

function wayTo(reached: FoundSeating, rated: Rated): SeatingPath {
  const hops: Hop[] = []
  for (let at: FoundSeating | undefined = reached; at?.hop; at = at.before) hops.unshift(at.hop)
  return {hops, rated}
}

function keyOf(seating: Seating): string {
  return String.fromCharCode(...seating.flatMap((spots) => [0xffff, ...spots]))
}
