import type {NodeId} from '../../domain/node.js'
import type {Placement, Seat} from '../../domain/placement.js'
import type {PlacementAction} from '../../domain/spread.js'

/** The placement when these actions are done, one after the other. */
export function applyActions(placement: Placement, actions: readonly PlacementAction[]): Placement {
  return actions.reduce(applyAction, placement)
}

function applyAction(placement: Placement, action: PlacementAction): Placement {
  return action.kind === 'switch-over'
    ? switchRoles(placement, action.replica, action.primary)
    : reseat(placement, action.node, action.primary)
}

function switchRoles({seats, shards}: Placement, replica: NodeId, primary: NodeId): Placement {
  const roleOf = ({id, role}: Seat) => (id === replica ? 'primary' : id === primary ? 'replica' : role)
  return {
    seats: seats.map((seat) => ({...seat, role: roleOf(seat)})),
    shards: shards.map((shard) => (shard.primary === primary ? {...shard, primary: replica} : shard)),
  }
}

function reseat({seats, shards}: Placement, node: NodeId, primary: NodeId): Placement {
  const shard = shards.findIndex((one) => one.primary === primary)
  return {shards, seats: seats.map((seat) => (seat.id === node ? {...seat, shard} : seat))}
}
