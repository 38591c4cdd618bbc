import {isServerError} from '../redis/errors.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Session} from '../redis/session.js'
import {type Member, viewOf} from './member.js'

/**
 * Throws INCOMPLETE, naming a node that others know at an address where it does not answer. A node that announces no
 * address is known at the address that its connections come from.
 */
export async function refuseWrongAddresses(members: readonly Member[], session: Session): Promise<void> {
  const found = await Promise.all(
    (await seenAddresses(members)).map(async (seen) => ((await answersAt(seen, session)) ? [] : [seen])),
  )
  const [first] = found.flat()
  if (!first) return
  const [own, other] = [formatAddress(first.member.client.address), formatAddress(first.line)]
  throw new ClusterToolError(
    'INCOMPLETE',
    `Other nodes know ${own} as ${other}, where it does not answer. Set its cluster-announce-ip (CONFIG SET cluster-announce-ip ` +
      `${first.member.target.host}) and run the command again.`,
  )
}

type SeenAddress = {readonly member: Member; readonly line: NodeLine}

/** Addresses at which other nodes know a member and clustertool does not, each once. */
async function seenAddresses(members: readonly Member[]): Promise<SeenAddress[]> {
  const byId = new Map<NodeId, Member>(members.map((member) => [member.id, member]))
  const seen = new Map<string, SeenAddress>()
  for (const line of (await fewAtOnce(members, viewOf)).flat()) {
    const member = byId.get(line.id)
    if (!member || line.host === '' || line.myself) continue
    const isSame = [member.target, member.client.address].some(
      ({host, port}) => host === line.host && port === line.port,
    )
    if (!isSame) seen.set(`${line.id} ${line.host}:${line.port}`, {member, line})
  }
  return [...seen.values()]
}

async function answersAt({member, line}: SeenAddress, session: Session): Promise<boolean> {
  try {
    const lines = await (await session.connect({host: line.host, port: line.port})).clusterNodes()
    return lines.some(({id, myself}) => myself && id === member.id)
  } catch (error) {
    // Something else is at that address, or nothing, but not the node.
    if (isServerError(error)) return false
    throw error
  }
}
