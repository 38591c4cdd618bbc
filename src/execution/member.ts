import {ownLine} from '../domain/node.js'
import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../domain/address.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import {meetTarget} from '../redis/meet-target.js'
import type {MeetTarget, NodeClient} from '../redis/node-client.js'
import type {Execution} from './execution.js'
import {isLoading} from './loading.js'

/** A node that takes part in joining or agreeing: how to talk to it, and how others find it. */
export type Member = {readonly id: NodeId; readonly client: NodeClient; readonly target: MeetTarget}

/** `node` has outdated information about `about`. */
export type Gap = {readonly node: Member; readonly about: Member}

/** The nodes of a step with the addresses at which others can meet them. */
export function membersOf(
  nodes: readonly NodeId[],
  execution: Pick<Execution, 'session'>,
): Promise<Member[]> {
  return Promise.all(nodes.map((id) => memberOf(id, execution)))
}

/** A node with the address at which others can meet it. Rejects, naming it, if it does not answer. */
async function memberOf(id: NodeId, execution: Pick<Execution, 'session'>): Promise<Member> {
  return (await readMember(id, execution)).member
}

/** The same, with the view from which its address was taken. */
export async function readMember(
  id: NodeId,
  {session}: Pick<Execution, 'session'>,
): Promise<{readonly member: Member; readonly view: readonly NodeLine[]}> {
  // An earlier step may have taken so long that the connection was closed; then there is a new one.
  const client = await session.connect(session.node(id).address)
  session.register(id, client)
  const view = await viewOf({client})
  const busPort = ownLine(view)?.busPort ?? client.address.port + 10_000
  return {
    member: {id, client, target: await meetTarget(client, busPort, session.options.addressMap)},
    view,
  }
}

/** A replica that received a big key may load everything again, which ends. */
const LOADING_LIMIT_MS = 10_000
const POLL_MS = 50

/** A member's view. Rejects, naming the member, if it does not answer, because these steps concern all members. */
export async function viewOf({client}: Pick<Member, 'client'>): Promise<NodeLine[]> {
  const deadline = performance.now() + LOADING_LIMIT_MS
  for (;;) {
    try {
      return await client.clusterNodes()
    } catch (cause) {
      if (!isLoading(cause) || performance.now() > deadline) throw gone(client, messageOf(cause), cause)
      await sleep(POLL_MS)
    }
  }
}

function gone({address}: NodeClient, reason: string, cause: unknown): ClusterToolError {
  return new ClusterToolError('UNREACHABLE', `${formatAddress(address)} no longer answers: ${reason}`, {
    cause,
  })
}
