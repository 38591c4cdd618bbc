import type {Finding} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'

/** Nodes that some reachable node does not know. Ignores nodes in handshake, because they are about to join. */
export function checkMembership(snapshot: ClusterSnapshot): Finding[] {
  const strangers = strangersOf(snapshot)
  return snapshot.nodes.flatMap(({id, flags}) => {
    const unknownTo = strangers.get(id)
    if (unknownTo === undefined || flags.includes('handshake')) return []
    return [{code: 'node-unknown', nodes: [id], ranges: [], unknownTo}]
  })
}

/** For each node that some nodes do not know: those nodes. */
function strangersOf(snapshot: ClusterSnapshot): Map<NodeId, NodeId[]> {
  const strangers = new Map<NodeId, NodeId[]>()
  for (const speaker of reachableNodes(snapshot)) {
    for (const {id} of missingIn(speaker, snapshot.nodes)) {
      strangers.set(id, [...(strangers.get(id) ?? []), speaker.id])
    }
  }
  return strangers
}

/** Every line of a view is about a node of the snapshot, so a view with that many lines is complete. */
function missingIn({view}: Node, nodes: readonly Node[]): readonly Node[] {
  if (view.length === 0 || view.length === nodes.length) return []
  const known = new Set(view.map(({id}) => id))
  return nodes.filter(({id}) => !known.has(id))
}
