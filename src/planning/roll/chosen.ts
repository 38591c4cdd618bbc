import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {findNode} from '../find-node.js'

/** Stands for all replicas where a node or host may stand. */
const REPLICAS = 'replicas'

/**
 * The nodes that a roll restarts: all that answer, or those that these words name, each `replicas`, a host, or a node.
 * Throws USAGE for a word that fits nothing, and REFUSED for a node that does not answer.
 */
export function chosenNodes(snapshot: ClusterSnapshot, only: readonly string[]): ReadonlySet<NodeId> {
  const named = only.flatMap((word) => nodesFor(snapshot, word))
  const nodes = only.length === 0 ? snapshot.nodes.filter(({reachable}) => reachable) : named
  const down = nodes.find(({reachable}) => !reachable)
  if (down) {
    throw new ClusterToolError(
      'REFUSED',
      `${down.address} does not answer, so it cannot be restarted safely.`,
      {
        hints: [`Start it first, or leave it out. Why: clustertool check HOST:PORT`],
      },
    )
  }
  return new Set(nodes.map(({id}) => id))
}

function nodesFor(snapshot: ClusterSnapshot, word: string): ClusterSnapshot['nodes'] {
  if (word === REPLICAS) return snapshot.nodes.filter(({role, reachable}) => role === 'replica' && reachable)
  const here = snapshot.nodes.filter(({host, hostname}) => host === word || hostname === word)
  return here.length > 0 ? here : [findNode(snapshot, word)]
}
