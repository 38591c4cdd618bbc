import type {Node, NodeId} from '../../domain/node.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import type {Joining} from '../add-node/plan.js'
import type {Home} from '../replica-homes.js'

/** A primary, and the node that takes its place. */
export type RoleTaken = {readonly old: Node; readonly heir: NodeId}

/** The cluster as it is when the new nodes have joined and the roles have changed. */
export function afterReplacement(
  snapshot: ClusterSnapshot,
  {
    joining,
    homes,
    roles,
  }: {
    readonly joining: readonly Joining[]
    readonly homes: readonly Home[]
    readonly roles: readonly RoleTaken[]
  },
): ClusterSnapshot {
  const known = new Set(snapshot.nodes.map(({id}) => id))
  const joined = [...snapshot.nodes, ...joining.map(({node}) => node).filter(({id}) => !known.has(id))]
  const home = new Map(homes.map(({node, primary}) => [node, primary]))
  const settled = joined.map((node): Node => {
    const primaryId = home.get(node.id)
    return primaryId === undefined ? node : {...node, role: 'replica', primaryId}
  })
  return {...snapshot, nodes: roles.reduce<readonly Node[]>(withChange, settled)}
}

function withChange(nodes: readonly Node[], {old, heir}: RoleTaken): readonly Node[] {
  return nodes.map((node): Node => {
    if (node.id === heir) return {...node, role: 'primary', primaryId: undefined, slots: old.slots}
    if (node.id === old.id) return {...node, role: 'replica', primaryId: heir, slots: []}
    return node.primaryId === old.id ? {...node, primaryId: heir} : node
  })
}
