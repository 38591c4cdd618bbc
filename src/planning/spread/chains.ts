import {Heap} from '../heap.js'
import {type Board, leaversOf, type Seating, type Hop} from './board.js'
import {commonPlaceOf} from './score.js'
import {surplus, without} from './spot-lists.js'

/** Which shard wants a node, and of which spots. */
export type ShardWish = {readonly shard: number; readonly fits: (spot: number) => boolean}

/** A node that a shard gives to the next one of a chain. `rest` is all that comes after that. */
type ChainLink = Hop & {readonly bytes: number; readonly rest: ChainLink | undefined}

/** A shard that takes a node, beside those of its nodes that are left. */
type Taker = ShardWish & {readonly before: readonly number[]; readonly left: readonly number[]}

/** Nodes that a shard could take for one price; `next` is the first giver that was not looked at. */
type Opportunity = ShardWish & {
  readonly bytes: number
  readonly rest: ChainLink | undefined
  readonly next: number
}

type Giver = {readonly shard: number; readonly spot: number}

/**
 * Ways to fulfil one of the wishes, about the cheapest first: a shard with a node to spare gives it to the next shard,
 * which gives another one to the next, and so on. No shard of a chain becomes less safe, apart from shards that are
 * in a chain twice: whoever uses a chain has to look at the result. Cf. augmenting paths of a flow.
 */
export function* chainsTo(board: Board, seating: Seating, wishes: readonly ShardWish[]): Generator<Hop[]> {
  const queue = new Heap<Opportunity>((a, b) => a.bytes < b.bytes)
  const givers = seating.flatMap((spots, shard) => [...new Set(spots)].map((spot) => ({shard, spot})))
  const done = new Set<string>()
  for (const wish of wishes) {
    const before = seating[wish.shard] ?? []
    addOffers(queue, board, {...wish, before, left: before})
  }
  for (let link = takeLink(queue, givers); link; link = takeLink(queue, givers)) {
    const {spot, from} = link
    const before = seating[from] ?? []
    const left = without(before, spot)
    const isSafe = safetyTest(board, before, left)
    if (leaversOf(board, before).includes(spot) && isSafe(undefined)) yield hopsOf(link)
    if (done.has(`${from} ${spot}`)) continue
    done.add(`${from} ${spot}`)
    const fits = (other: number) => other !== spot && isSafe(other)
    addOffers(queue, board, {shard: from, fits, before, left}, link)
  }
}

/** The cheapest link that was not taken yet. */
function takeLink(queue: Heap<Opportunity>, givers: readonly Giver[]): ChainLink | undefined {
  for (let offer = queue.pop(); offer; offer = queue.pop()) {
    const {shard, fits, next, bytes, rest} = offer
    const at = givers.findIndex((giver, index) => index >= next && giver.shard !== shard && fits(giver.spot))
    const giver = givers[at]
    if (!giver) continue
    queue.push({...offer, next: at + 1})
    return {spot: giver.spot, from: giver.shard, to: shard, bytes, rest}
  }
  return undefined
}

/** What the shard can take, by price: a node like one that it has given away before costs nothing more. */
function addOffers(
  queue: Heap<Opportunity>,
  board: Board,
  {shard, before, left, fits}: Taker,
  rest?: ChainLink,
): void {
  const start = board.start[shard] ?? []
  const paid = surplus(before, start).length - surplus(left, start).length
  const own = surplus(start, left)
  const price = (more: number) => (rest?.bytes ?? 0) + Math.max(0, more) * (board.bytes[shard] ?? 0)
  const offer = {shard, rest, next: 0}
  queue.push({...offer, bytes: price(1 - paid), fits: (spot) => fits(spot) && !own.includes(spot)})
  if (own.length > 0)
    queue.push({...offer, bytes: price(-paid), fits: (spot) => fits(spot) && own.includes(spot)})
}

/**
 * For a shard of which some nodes are left: whether it would, with one more node in a spot, be lost with no place with
 * which it is not lost already.
 */
function safetyTest(
  board: Board,
  before: readonly number[],
  left: readonly number[],
): (spot: number | undefined) => boolean {
  const risks = board.kinds.flatMap((_, kind) => {
    const place = commonPlaceOf(board, left, kind)
    return place === undefined || commonPlaceOf(board, before, kind) !== undefined ? [] : [{kind, place}]
  })
  return (spot) => risks.every(({kind, place}) => spot !== undefined && board.spots[spot]?.at[kind] !== place)
}

function hopsOf(link: ChainLink): Hop[] {
  const hops: Hop[] = []
  for (let at: ChainLink | undefined = link; at; at = at.rest) {
    hops.push({spot: at.spot, from: at.from, to: at.to})
  }
  return hops
}
