import type {Placement} from '../../domain/placement.js'
import type {BalancePlan, PlacementAction} from '../../domain/spread.js'
import {PLACE_COST} from '../place-cost.js'
import {auditPlacement} from '../spread/audit.js'
import {type Board, boardOf, leaversOf, afterHop, type Seating, type Hop} from '../spread/board.js'
import {commonPlaceOf, compareScores, rate} from '../spread/score.js'
import type {SeatingPath} from '../spread/search.js'
import {actionsOf, bytesOf} from '../spread/waves.js'
import {without} from '../spread/spot-lists.js'

/**
 * Replicas are re-homed until no shard has two more than another one, as far as synced replicas can leave. Each time
 * one of the shards with the most replicas gives one to one of those with the fewest: so as few nodes as possible
 * move. Which node goes where is decided by safety first, then by `PLACE_COST`, then by the bytes of the full sync.
 * Replicas that answer but are not synced count, and stay.
 */
export function planBalance(placement: Placement): BalancePlan {
  const board = boardOf(placement, KINDS)
  const extra = board.shards.map((shard) => countUnsynced(placement, shard))
  const counts = (seating: Seating) => seating.map((spots, shard) => spots.length - 1 + (extra[shard] ?? 0))
  const hops: Hop[] = []
  let seating = board.start
  for (let hop = bestHop(board, seating, counts(seating)); hop;) {
    hops.push(hop)
    seating = afterHop(seating, hop)
    hop = bestHop(board, seating, counts(seating))
  }
  const waves = wavesOf(placement, board, {hops, rated: {...rate(board, seating), leaders: board.leaders}})
  const [before, after] = [counts(board.start), counts(seating)]
  const primaries = board.shards.flatMap((shard) => placement.shards[shard]?.primary ?? [])
  return {
    counts: primaries.map((primary, shard) => ({
      primary,
      before: before[shard] ?? 0,
      after: after[shard] ?? 0,
    })),
    waves,
    bytes: bytesOf(waves.flat()),
  }
}

const KINDS = ['zone', 'host'] as const

function wavesOf(placement: Placement, board: Board, way: SeatingPath): PlacementAction[][] {
  const waves = actionsOf(placement, board, way, auditPlacement(placement, KINDS))
  return waves.map((wave) => wave.map((action) => ({...action, reason: {code: 'fewer-replicas'}})))
}

function countUnsynced({seats}: Placement, shard: number): number {
  return seats.filter(
    (seat) => seat.shard === shard && seat.role === 'replica' && seat.answers && !seat.synced,
  ).length
}

/** Undefined if replicas are even, or no shard that has too many can give one. */
function bestHop(board: Board, seating: Seating, counts: readonly number[]): Hop | undefined {
  const fewest = Math.min(...counts)
  const givers = counts.flatMap((count, from) =>
    count > fewest + 1 ? leavingReplicas(board, seating, from) : [],
  )
  const most = Math.max(...givers.map(({from}) => counts[from] ?? 0))
  const takers = [...counts.keys()].filter((to) => counts[to] === fewest)
  let best: {readonly hop: Hop; readonly worth: readonly number[]} | undefined
  for (const {from, spot} of givers.filter((giver) => counts[giver.from] === most)) {
    const spots = seating[from] ?? []
    const given = change(board, from, {before: spots, after: without(spots, spot)})
    for (const to of takers) {
      const own = seating[to] ?? []
      const taken = change(board, to, {before: own, after: [...own, spot]})
      const worth = [...given.map((number, index) => number + (taken[index] ?? 0)), board.bytes[to] ?? 0]
      if (!best || compareScores(worth, best.worth) < 0) best = {hop: {spot, from, to}, worth}
    }
  }
  return best?.hop
}

/** The replicas that can leave a shard: its primary stays, and a synced replica with it. */
function leavingReplicas(
  board: Board,
  seating: Seating,
  from: number,
): {readonly from: number; readonly spot: number}[] {
  const spots = seating[from] ?? []
  const replicas = new Set(without(spots, board.leaders[from] ?? 0))
  return leaversOf(board, spots)
    .filter((spot) => replicas.has(spot))
    .map((spot) => ({from, spot}))
}

type SpotLists = {readonly before: readonly number[]; readonly after: readonly number[]}

/** By how much other nodes make a shard worse: whether a zone or host takes all of it, then the exceptions in it. */
function change(board: Board, shard: number, {before, after}: SpotLists): number[] {
  const lost = (spots: readonly number[], kind: number) =>
    Number(commonPlaceOf(board, spots, kind) !== undefined)
  return [
    ...board.kinds.map((_, kind) => lost(after, kind) - lost(before, kind)),
    placeCost(board, shard, after) - placeCost(board, shard, before),
  ]
}

/** The exceptions in a shard with these nodes. */
function placeCost(board: Board, shard: number, spots: readonly number[]): number {
  const primary = board.leaders[shard] ?? 0
  const replicas = without(spots, primary)
  const [zone = [], host = []] = board.kinds.map((_, kind) =>
    replicas.map((spot) => board.spots[spot]?.at[kind]),
  )
  const [ownZone, ownHost] = board.spots[primary]?.at ?? []
  const twins = (places: readonly unknown[]) => places.length - new Set(places).size
  return (
    PLACE_COST.besidePrimary * host.filter((place) => place === ownHost).length +
    PLACE_COST.inPrimaryZone * zone.filter((place) => place === ownZone).length +
    PLACE_COST.hostTwice * twins(host) +
    PLACE_COST.zoneTwice * twins(zone)
  )
}
