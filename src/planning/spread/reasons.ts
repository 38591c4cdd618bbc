import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName} from '../../domain/placement.js'
import type {Audit, PlacementReason} from '../../domain/spread.js'
import type {Board} from './board.js'
import type {Cast, NodeHop} from './hops.js'

/** What reasons are taken from. */
export type ReasonContext = {
  readonly placement: Placement
  readonly board: Board
  readonly before: Audit
  readonly cast: Cast
}

/** Why a primary becomes a replica. */
export function switchReason(primary: NodeId, {placement, before}: ReasonContext): PlacementReason {
  const crowded = before.losses.filter(({losesMajority}) => losesMajority).map(({place}) => place)
  const own = crowded.find((place) => isIn(placement, primary, place)) ?? crowded[0]
  return own === undefined ? {code: 'lets-leave', node: primary} : {code: 'majority-in-one-place', place: own}
}

/** Why a node gets another primary. */
export function hopReason(hop: NodeHop, {placement, before, cast, board}: ReasonContext): PlacementReason {
  const primary = placement.shards[board.shards[hop.to] ?? 0]?.primary
  const endangered = before.losses.find(
    ({place, lost}) => lost.some((id) => id === primary) && !isIn(placement, hop.node, place),
  )
  if (endangered) return {code: 'shard-in-one-place', place: endangered.place}
  const next = cast.hops.slice(cast.hops.indexOf(hop) + 1).find(({from}) => from === hop.to)
  return next ? {code: 'lets-leave', node: next.node} : {code: 'room-for-primary'}
}

function isIn({seats}: Placement, node: NodeId, {kind, name}: Place): boolean {
  return seats.some((seat) => seat.id === node && placeName(seat, kind) === name)
}
