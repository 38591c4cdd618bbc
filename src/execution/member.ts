import type {NodeId} from '../domain/node.js'
import {meetTarget} from '../redis/meet-target.js'
import type {MeetTarget, NodeClient} from '../redis/node-client.js'
import type {Execution} from './execution.js'

/** A node under way of joining: how to talk to it, and how others find it. */
export type Member = {readonly id: NodeId; readonly client: NodeClient; readonly target: MeetTarget}

/** `node` does not have the right picture of `about`. */
export type Gap = {readonly node: Member; readonly about: Member}

/** The nodes of a step with the addresses under which others can meet them. */
export function membersOf(nodes: readonly NodeId[], {session}: Execution): Promise<Member[]> {
  return Promise.all(
    nodes.map(async (id) => {
      const client = session.node(id)
      const own = (await client.clusterNodes()).find(({myself}) => myself)
      const busPort = own?.busPort ?? client.address.port + 10_000
      return {id, client, target: await meetTarget(client, busPort, session.options.addressMap)}
    }),
  )
}
