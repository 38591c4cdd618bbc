import type {Address} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

/** The ids of all nodes of a cluster. Throws UNREACHABLE or REFUSED if the seed cannot be used. */
export async function nodeIdsOf(seed: Address, connection: ConnectionOptions): Promise<NodeId[]> {
  await using session = openSession(connection)
  const {nodes} = await takeSnapshot(session, seed)
  return nodes.map(({id}) => id)
}
