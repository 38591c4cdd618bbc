import {formatAddress} from '../../domain/address.js'
import type {Node, NodeId, NodeLine} from '../../domain/node.js'

/** What was found at one address of the list. */
export type CreateReading = {
  /** The address as the user typed it. */
  readonly typed: string
  /** Other `host:port` at which nodes may be told to meet it, such as its IP address; may be empty. */
  readonly knownAs: readonly string[]
  /** Undefined if it could not be read. */
  readonly node: Node | undefined
  /** Why it could not be read; undefined if it was. */
  readonly failure: ReadingFailure | undefined
  /** True if a connection to its cluster bus was refused; undefined if that was not tried or is unknown. */
  readonly busPortClosed: boolean | undefined
}

export type ReadingFailure = {
  readonly kind: 'unreachable' | 'auth' | 'not-cluster' | 'loading' | 'refused' | 'other'
  readonly reason: string
}

/** Identifies the nodes of the list in the views of others. */
export type Listed = {readonly ids: ReadonlySet<NodeId>; readonly addresses: ReadonlySet<string>}

/** Ids and addresses of the list. The id of a node that could not be read comes from nodes that know its address. */
export function listNodes(readings: readonly CreateReading[]): Listed {
  const nodes = readings.flatMap(({node}) => (node ? [node] : []))
  const lines = nodes.flatMap(({view}) => view)
  const unread = new Set(readings.filter(({node}) => !node).flatMap(spellings))
  const named = lines.filter((line) => unread.has(lineAddress(line)))
  const ids = new Set([...nodes, ...named].map(({id}) => id))
  const seen = lines.filter(({id}) => ids.has(id)).map(lineAddress)
  return {ids, addresses: new Set([...readings.flatMap(spellings), ...seen])}
}

/** The lines of a node's view that are about nodes outside the list. */
export function strangersOf({view}: Node, {ids, addresses}: Listed): NodeLine[] {
  return view.filter((line) => {
    if (ids.has(line.id)) return false
    // Until a handshake ends, the server uses a random id for the other node.
    return !(line.flags.includes('handshake') && addresses.has(lineAddress(line)))
  })
}

/** `host:port` of a line. */
export function lineAddress({host, port}: NodeLine): string {
  return formatAddress({host, port})
}

function spellings({typed, knownAs, node}: CreateReading): string[] {
  const own = node ? [node.address, formatAddress({host: node.host, port: node.port})] : []
  return [typed, ...knownAs, ...own]
}
