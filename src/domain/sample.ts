import type {NodeId} from './node.js'
import type {NodeStats} from './node-stats.js'
import type {ClusterSnapshot} from './snapshot.js'

/** One reading of a whole cluster. */
export type ClusterSample = {
  readonly snapshot: ClusterSnapshot
  /** Of the nodes that answered and allow INFO. */
  readonly stats: ReadonlyMap<NodeId, NodeStats>
  /** How long the reading took. */
  readonly milliseconds: number
}
