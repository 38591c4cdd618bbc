import type {Answer} from '../../../src/domain/answer.js'
import type {Node} from '../../../src/domain/node.js'
import {snapshot} from '../../support/snapshot.js'

/** Two primaries and a replica. */
const THREE = snapshot('a 0-8191\nb 8192-16383\nc replica of a').nodes

/** The node with this place in the cluster; throws when there is none. */
export function nodeAt(at: number): Node {
  const node = THREE[at]
  if (!node) throw new RangeError(`there is no node ${at}`)
  return node
}

export function ok<T>(at: number, value: T): Answer<T> {
  return {node: nodeAt(at), status: 'ok', value}
}

export function failed(at: number, status: 'error' | 'unreachable', error: string): Answer<never> {
  return {node: nodeAt(at), status, error}
}
