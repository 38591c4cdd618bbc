import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node} from '../domain/node.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {listSome} from './words.js'

/**
 * The node that a user names by an id, the beginning of an id, or an address. Throws USAGE if there is none, or more
 * than one.
 */
export function findNode(snapshot: ClusterSnapshot, text: string): Node {
  const wanted = text.trim().toLowerCase()
  const found = wanted === '' ? [] : candidates(snapshot.nodes, wanted)
  const [node, ...others] = found
  if (!node) throw unknown(snapshot, text)
  if (others.length === 0) return node
  throw new ClusterToolError(
    'USAGE',
    `"${text}" matches ${found.length} nodes: ${listSome(found.map(nameOf))}.`,
    {
      hints: ['Give more of the id, or host:port.'],
    },
  )
}

/** Like `findNode`, for a primary. Throws USAGE, naming the primary, if it is a replica. */
export function findPrimary(snapshot: ClusterSnapshot, text: string): Node {
  const node = findNode(snapshot, text)
  if (node.role === 'primary') return node
  const primary = node.primaryId === undefined ? undefined : nodeById(snapshot, node.primaryId)
  throw new ClusterToolError(
    'USAGE',
    `${node.address} is a replica${primary ? ` of ${nameOf(primary)}` : ''}. Only primaries own slots.`,
    {
      hints: primary ? [`Name the primary: ${primary.id}`] : [],
      details: [{code: 'not-primary', name: text}],
      facts: [{code: 'not-primary', name: text}],
    },
  )
}

function candidates(nodes: readonly Node[], wanted: string): readonly Node[] {
  const exact = nodes.filter((node) => node.id === wanted || addressesOf(node).includes(wanted))
  // The id in a handshake is random, and its address is often that of a node that is known by its real id.
  const settled = exact.filter(({flags}) => !flags.includes('handshake'))
  if (exact.length > 0) return settled.length > 0 ? settled : exact
  return /^[0-9a-f]+$/.test(wanted) ? nodes.filter(({id}) => id.startsWith(wanted)) : []
}

/** As the user named the seed, as the cluster knows it, and by the host name that it announces. */
function addressesOf({address, host, hostname, port}: Node): string[] {
  const hosts = hostname === undefined ? [host] : [host, hostname]
  return [address, ...hosts.map((name) => formatAddress({host: name, port}))].map((one) => one.toLowerCase())
}

function unknown({nodes}: ClusterSnapshot, text: string): ClusterToolError {
  return new ClusterToolError('USAGE', `"${text}" is not a node of this cluster.`, {
    hints: [`Nodes: ${listSome(nodes.map(nameOf))}. Give an id, the beginning of an id, or host:port.`],
    details: [{code: 'unknown-node', name: text}],
    facts: [{code: 'unknown-node', name: text}],
  })
}

function nameOf({address, id}: Node): string {
  return `${address} (${id.slice(0, 8)})`
}
