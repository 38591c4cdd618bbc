import type {NodeId} from '../domain/node.js'
import type {ClusterFacts, NodeFacts} from '../domain/operation.js'
import type {Step} from '../domain/step.js'
import {nodesIn} from '../domain/step-nodes.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'

/** The facts that a plan is based on; `addressOf` is called for nodes that are not in the snapshot. */
export function clusterFactsOf(
  snapshot: ClusterSnapshot,
  steps: readonly Step[],
  addressOf: (id: NodeId) => string,
): ClusterFacts {
  const known = new Set(snapshot.nodes.map(({id}) => id))
  const others = nodesIn(steps).filter((id) => !known.has(id))
  return {
    seed: snapshot.seed,
    nodes: snapshot.nodes.map(
      ({id, address, role, primaryId, configEpoch, slots, openSlots, reachable}): NodeFacts => ({
        id,
        address,
        role,
        primaryId: primaryId ?? null,
        configEpoch,
        slots,
        openSlots,
        reachable,
      }),
    ),
    others: others.map((id) => ({id, address: addressOf(id)})),
  }
}
