import {parseAddress} from '../domain/address.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {ClusterFacts} from '../domain/operation.js'
import type {Step} from '../domain/step.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {nodesIn} from '../domain/step-nodes.js'
import type {Members} from '../planning/remaining.js'
import type {Session} from '../redis/session.js'
import {tryToRead} from '../redis/snapshot.js'

/**
 * The views of the nodes that steps are about. Nodes that are not part of the cluster (yet, or any more) are asked at
 * the address that they had when the plan was made. Nodes that do not answer are left out.
 */
export async function readMembers(
  session: Session,
  snapshot: ClusterSnapshot,
  {facts, steps}: {readonly facts: ClusterFacts; readonly steps: readonly Step[]},
): Promise<Members> {
  const addresses = new Map([...facts.nodes, ...facts.others].map(({id, address}) => [id, address]))
  const found = await Promise.all(
    nodesIn(steps).map(async (id): Promise<[NodeId, readonly NodeLine[]][]> => {
      const node = nodeById(snapshot, id)
      if (node?.reachable) return [[id, node.view]]
      const address = addresses.get(id)
      if (address === undefined) return []
      const read = await tryToRead(session, parseAddress(address))
      if ('kind' in read || !read.view.some((line) => line.myself && line.id === id)) return []
      session.register(id, read.client)
      return [[id, read.view]]
    }),
  )
  return new Map(found.flat())
}
