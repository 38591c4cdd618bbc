import type {Node, NodeId, Role} from '../../domain/node.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {keysOf} from '../../domain/totals.js'
import type {NameOf} from '../../report/names.js'
import {type MetricPoint, point} from '../table.js'

const ROLES = ['primary', 'replica'] as const satisfies readonly Role[]

/** In this order: a node is in the first state that fits. */
const STATES = {
  handshake: ({flags}) => flags.includes('handshake'),
  failed: ({flags}) => flags.includes('fail'),
  loading: ({info}) => info?.loading === true,
  unreachable: ({reachable}) => !reachable,
  suspected: ({flags}) => flags.includes('fail?'),
  ok: () => true,
} as const satisfies Record<string, (node: Node) => boolean>

/** How many nodes there are of each kind, and what each of them says about itself. */
export function nodePoints({nodes}: ClusterSnapshot, nameOf: NameOf): MetricPoint[] {
  return [...countPoints(nodes), ...nodes.flatMap((node) => pointsOfNode(node, nameOf))]
}

function countPoints(nodes: readonly Node[]): MetricPoint[] {
  return ROLES.flatMap((role) =>
    Object.keys(STATES).flatMap((state) =>
      point('clustertool_nodes', nodes.filter((one) => one.role === role && stateOf(one) === state).length, {
        role,
        state,
      }),
    ),
  )
}

function stateOf(node: Node): string | undefined {
  return Object.entries(STATES).find(([, fits]) => fits(node))?.[0]
}

function pointsOfNode(one: Node, nameOf: NameOf): MetricPoint[] {
  const {id, info, clusterInfo, reachable} = one
  const node = nameOf(id)
  return [
    ...point('clustertool_node_info', 1, {node, ...identityOf(one, nameOf)}),
    ...point('clustertool_node_up', reachable, {node}),
    ...point('clustertool_node_cluster_state_ok', clusterInfo && clusterInfo.state === 'ok', {node}),
    ...point('clustertool_node_keys', keysOf(one), {node}),
    ...point('clustertool_node_memory_used_bytes', info?.usedMemory, {node}),
    ...point('clustertool_node_memory_max_bytes', info?.maxMemory, {node}),
  ]
}

type Identity = Readonly<
  Record<'id' | 'role' | 'shard' | 'zone' | 'hostname' | 'software' | 'version', string>
>

/** What is unknown is empty, which is the same as no label to Prometheus. */
function identityOf({id, role, primaryId, hostname = '', info}: Node, nameOf: NameOf): Identity {
  const primary: NodeId | undefined = role === 'primary' ? id : primaryId
  return {
    id,
    role,
    shard: primary === undefined ? '' : nameOf(primary),
    zone: info?.availabilityZone ?? '',
    hostname,
    software: info?.software ?? '',
    version: info?.version ?? '',
  }
}
