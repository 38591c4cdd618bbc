import type {Place} from '../../domain/finding.js'
import type {NodeId} from '../../domain/node.js'
import {type Placement, placeName, type Seat} from '../../domain/placement.js'
import type {PlacementAction, ReplicateProblem, ReplicateWish} from '../../domain/spread.js'

/**
 * What becomes of the wish that a node follows a primary; both must be in the placement, or RangeError is thrown. A
 * node may leave its shard if the shard owns no slots, or if a synced replica stays. A node that is not synced is no
 * copy, so it may leave as well.
 */
export function planReplicate(placement: Placement, node: NodeId, primary: NodeId): ReplicateWish {
  const seat = seatOf(placement, node)
  const target = seatOf(placement, primary)
  const shares = sharedPlace(seat, target)
  if (seat.role === 'replica' && seat.shard !== undefined && seat.shard === target.shard) {
    return {problems: [], action: undefined, shares}
  }
  const problems = [
    ...reachProblems([seat, target]),
    ...targetProblems(target),
    ...leaveProblems(placement, seat),
  ]
  return {problems, action: problems.length > 0 ? undefined : actionOf(placement, seat, target), shares}
}

function actionOf({shards}: Placement, seat: Seat, target: Seat): PlacementAction {
  return {
    kind: 'replicate',
    node: seat.id,
    from: seat.role === 'replica' ? shards[seat.shard ?? -1]?.primary : undefined,
    primary: target.id,
    bytes: shards[target.shard ?? -1]?.bytes ?? 0,
    reason: {code: 'wanted'},
  }
}

function targetProblems({id, role}: Seat): ReplicateProblem[] {
  return role === 'primary' ? [] : [{code: 'not-primary', node: id}]
}

function seatOf({seats}: Placement, id: NodeId): Seat {
  const seat = seats.find((one) => one.id === id)
  if (!seat) throw new RangeError(`no node ${id} in the placement`)
  return seat
}

function reachProblems(seats: readonly Seat[]): ReplicateProblem[] {
  return seats.filter(({answers}) => !answers).map(({id}) => ({code: 'no-answer', node: id}))
}

function leaveProblems({seats, shards}: Placement, {id, role, shard, synced}: Seat): ReplicateProblem[] {
  const own = shards[shard ?? -1]
  const others = seats.filter((seat) => seat.shard === shard && shard !== undefined && seat.id !== id)
  if (role === 'primary') {
    if (own?.ownsSlots) return [{code: 'owns-slots', node: id}]
    return others.length > 0
      ? [{code: 'has-replicas', node: id, replicas: others.map((seat) => seat.id)}]
      : []
  }
  const copies = others.filter((seat) => seat.synced && seat.role === 'replica')
  return synced && own?.ownsSlots && copies.length === 0
    ? [{code: 'last-copy', node: id, primary: own.primary}]
    : []
}

/** The smallest place that both are in. */
function sharedPlace(one: Seat, other: Seat): Place | undefined {
  for (const kind of ['host', 'zone'] as const) {
    const name = placeName(one, kind)
    if (name !== undefined && name === placeName(other, kind)) return {kind, name}
  }
  return undefined
}
