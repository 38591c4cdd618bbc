import type {NodeId, Role} from './node.js'
import type {Status} from './status.js'

/** A node as a journal names it; the role is unknown of nodes that were about to join. */
export type SeenNode = {readonly id: NodeId; readonly address: string; readonly role: Role | undefined}

/** What the first and the last line of a journal say. */
export type SeenOperation = {
  readonly id: string
  readonly command: string
  readonly status: Status | 'unfinished' | 'dismissed'
  readonly nodes: readonly SeenNode[]
}

/** The operations on the cluster that has a node at one of these addresses; all, if none is known to have one. */
export function seenNear(
  operations: readonly SeenOperation[],
  addresses: readonly string[],
): readonly SeenOperation[] {
  const known = operations.find(({nodes}) => nodes.some(({address}) => addresses.includes(address)))
  return known ? operations.filter((one) => shareNode(one, known)) : operations
}

/** The nodes of all clusters, each cluster as its newest operation names it. `operations`: newest first. */
export function seenNodes(operations: readonly SeenOperation[]): readonly SeenNode[] {
  const newest: SeenOperation[] = []
  for (const operation of operations) {
    if (!newest.some((one) => shareNode(one, operation))) newest.push(operation)
  }
  return newest.flatMap(({nodes}) => nodes)
}

function shareNode(a: SeenOperation, b: SeenOperation): boolean {
  const ids = new Set(a.nodes.map(({id}) => id))
  return b.nodes.some(({id}) => ids.has(id))
}
