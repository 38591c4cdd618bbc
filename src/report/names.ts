import type {PlannedShard} from '../domain/layout.js'
import type {NodeId} from '../domain/node.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {printable} from './words.js'

/** What a text calls the node with this id. */
export type NameOf = (id: NodeId) => string

type Named = {readonly id: NodeId; readonly host: string; readonly address: string}

/** Names the nodes of a cluster by address; with a piece of the id where two share one, by id where there is none. */
export function namesOf({nodes}: ClusterSnapshot): NameOf {
  return namesAmong(nodes)
}

/** The address alone, as lines have it that scripts know. */
export function addressesOf({nodes}: ClusterSnapshot): NameOf {
  const names = new Map(nodes.map((node) => [node.id, addressOf(node)]))
  return (id) => names.get(id) ?? id
}

/** The same for the nodes of a cluster that is not yet there. */
export function namesOfShards(shards: readonly PlannedShard[]): NameOf {
  return namesAmong(shards.flatMap(({primary, replicas}) => [primary, ...replicas]))
}

/** The address of a node, or `undefined` when nobody knows it. */
export function addressOf({host, address}: Named): string | undefined {
  return host === '' ? undefined : printable(address)
}

/** `host port` of an address, as a command's arguments want it: no brackets. */
export function hostAndPort(address: string): string {
  const [, bracketed, plain, port] = /^(?:\[(.+?)\]|(.+?)):(\d+)/.exec(address) ?? []
  const host = bracketed ?? plain
  return host === undefined ? 'HOST PORT' : `${host} ${port}`
}

function namesAmong(nodes: readonly Named[]): NameOf {
  const uses = new Map<string, number>()
  for (const {address} of nodes) uses.set(address, (uses.get(address) ?? 0) + 1)
  const names = new Map(nodes.map((node) => [node.id, nameIn(node, uses)]))
  return (id) => names.get(id) ?? `node ${id}`
}

function nameIn(node: Named, uses: ReadonlyMap<string, number>): string {
  const address = addressOf(node)
  if (address === undefined) return `node ${node.id}`
  return (uses.get(node.address) ?? 0) > 1 ? `${address} (${node.id.slice(0, 8)})` : address
}
