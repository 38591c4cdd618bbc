import type {NodeId, NodePlace} from '../domain/node.js'
import type {Full} from './full.js'
import type {NodeRefFields} from './schemas/refs.js'

/** A node in a place where only its name matters. */
export type NodeRef = Full<NodeRefFields>

/** How a node is written where only its name matters. */
export type RefOf = (id: NodeId) => NodeRef

/** Id and address of a node that is at hand. */
export function nodeRef({id, host, address}: NodePlace): NodeRef {
  return {id, address: host === '' ? undefined : address}
}

/** Id and address of nodes by id; of a node that is not among these the id alone. */
export function refsAmong(nodes: readonly NodePlace[]): RefOf {
  const refs = new Map(nodes.map((node) => [node.id, nodeRef(node)]))
  return (id) => refs.get(id) ?? {id, address: undefined}
}
