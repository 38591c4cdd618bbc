import type {PlannedShard} from '../domain/layout.js'
import type {NodeId, NodePlace} from '../domain/node.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {printable} from './words.js'

/** The name of a node in texts. */
export type NameOf = (id: NodeId) => string

/**
 * Names the nodes of a cluster by address; with a part of the id if two have the same address, and by id if there is
 * none.
 */
export function namesOf({nodes}: ClusterSnapshot): NameOf {
  return namesAmong(nodes)
}

/** Only the address, as in lines that scripts know. */
export function addressesOf({nodes}: ClusterSnapshot): NameOf {
  const names = new Map(nodes.map((node) => [node.id, addressOf(node)]))
  return (id) => names.get(id) ?? id
}

/** Names the nodes of a cluster that does not exist yet. */
export function namesOfShards(shards: readonly PlannedShard[]): NameOf {
  return namesAmong(shards.flatMap(({primary, replicas}) => [primary, ...replicas]))
}

/** The address of a node; undefined if it is unknown. */
export function addressOf({host, address}: NodePlace): string | undefined {
  return host === '' ? undefined : printable(address)
}

/** `host port` of an address for command arguments, without brackets. */
export function hostAndPort(address: string): string {
  const [, bracketed, plain, port] = /^(?:\[(.+?)\]|(.+?)):(\d+)/.exec(address) ?? []
  const host = bracketed ?? plain
  return host === undefined ? 'HOST PORT' : `${host} ${port}`
}

/** Names nodes as `namesOf` does. */
export function namesAmong(nodes: readonly NodePlace[]): NameOf {
  const uses = new Map<string, number>()
  for (const {address} of nodes) uses.set(address, (uses.get(address) ?? 0) + 1)
  const names = new Map(nodes.map((node) => [node.id, nameIn(node, uses)]))
  return (id) => names.get(id) ?? `node ${id}`
}

function nameIn(node: NodePlace, uses: ReadonlyMap<string, number>): string {
  const address = addressOf(node)
  if (address === undefined) return `node ${node.id}`
  return (uses.get(node.address) ?? 0) > 1 ? `${address} (${node.id.slice(0, 8)})` : address
}
