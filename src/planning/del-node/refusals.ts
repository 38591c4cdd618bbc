import {ClusterToolError} from '../../domain/errors.js'
import type {Node} from '../../domain/node.js'
import {formatRanges} from '../../domain/slot.js'
import {type ClusterSnapshot, shardsOf} from '../../domain/snapshot.js'
import {stayingPrimaries} from '../drain.js'

export type Removal = {
  /** Slots are moved to other primaries first. */
  readonly drain: boolean
  /** Report that a node has slots before any other problem. */
  readonly slotsFirst: boolean
}

/** Throws REFUSED, with the reason and advice, if nodes must not be removed. */
export function refuseRemoval(
  snapshot: ClusterSnapshot,
  leaving: readonly Node[],
  {drain, slotsFirst}: Removal,
): void {
  const full = leaving.find(ownsSlots)
  if (slotsFirst && full && !drain) {
    throw notEmpty(full, full.reachable ? undefined : deadOwner(snapshot, full).hints)
  }
  const ids = leaving.map(({id}) => id)
  if (stayingPrimaries(snapshot, ids).length === 0) {
    throw new ClusterToolError('REFUSED', 'No reachable primary would be left; nothing was changed.', {
      hints: ['To shut down a cluster, stop its servers.'],
    })
  }
  for (const node of leaving) refuseOne(snapshot, node, drain)
}

function refuseOne(snapshot: ClusterSnapshot, node: Node, drain: boolean): void {
  if (ownsSlots(node)) {
    if (!node.reachable) throw deadOwner(snapshot, node)
    if (!drain) throw notEmpty(node)
  }
  const keys = node.info?.keys.reduce((sum, one) => sum + one.keys, 0) ?? 0
  if (node.role === 'primary' && node.slots.length === 0 && keys > 0) {
    throw new ClusterToolError(
      'REFUSED',
      `${node.address} owns no slots but holds ${keys} keys. A node with keys cannot be reset.`,
      {
        hints: [
          `To see whether another node has them: clustertool check ${node.address} --search-multiple-owners`,
          `If they are not needed, send to ${node.address}: FLUSHALL`,
        ],
      },
    )
  }
}

function ownsSlots({slots, role}: Node): boolean {
  return slots.length > 0 && role === 'primary'
}

function notEmpty({address}: Node, hints: readonly string[] = DRAIN_HINTS): ClusterToolError {
  const message = `[ERR] Node ${address} is not empty! Reshard data away and try again.`
  return new ClusterToolError('REFUSED', message, {hints, facts: [{code: 'has-slots', address}]})
}

const DRAIN_HINTS = ['To move its slots to the other primaries first, pass --drain.', 'Nothing was changed.']

/** The keys of a node that does not answer cannot be moved. */
function deadOwner(snapshot: ClusterSnapshot, node: Node): ClusterToolError {
  const replicas = shardsOf(snapshot).find(({primary}) => primary.id === node.id)?.replicas ?? []
  const alive = replicas.filter(({reachable}) => reachable).map(({address}) => address)
  return new ClusterToolError(
    'REFUSED',
    `${node.address} does not answer. The other nodes say that it owns slots ${formatRanges(node.slots)}.`,
    {
      hints: [
        alive.length > 0
          ? `Its replica has the keys. Let it take over: clustertool failover HOST:PORT ${alive[0]} --force`
          : 'Start it again, or first assign its slots to other nodes.',
        'Nothing was changed.',
      ],
    },
  )
}
