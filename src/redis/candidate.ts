import {ownLine} from '../domain/node.js'
import {type Address, formatAddress} from '../domain/address.js'
import type {Node} from '../domain/node.js'
import {isBusPortClosed} from './bus-port.js'
import type {Failure} from './failure.js'
import {meetTarget} from './meet-target.js'
import {reachedNode} from './node-record.js'
import type {Session} from './session.js'
import {tryToRead} from './snapshot.js'

/** A node that should become part of a cluster: what it says, or why it could not be read. */
export type ReadCandidate =
  | {
      readonly address: Address
      readonly node: Node
      /** The address at which other nodes are told to meet it. */
      readonly met: Address
      readonly busPortClosed: boolean | undefined
    }
  | {readonly address: Address; readonly failure: Failure}

/** Reads one node, whatever cluster it may be in, and tests its bus port if that is possible. */
export async function readCandidate(session: Session, address: Address): Promise<ReadCandidate> {
  const result = await tryToRead(session, address)
  if ('kind' in result) return {address, failure: result}
  const line = ownLine(result.view)
  if (!line)
    return {address, failure: {kind: 'refused', reason: 'its CLUSTER NODES does not contain the node itself'}}
  session.register(line.id, result.client)
  const met = await meetTarget(result.client, line.busPort ?? line.port + 10_000, session.options.addressMap)
  const node = reachedNode({...result, line, address: formatAddress(address)}, [line])
  const {connectTimeoutMs} = session.options
  return {
    address,
    // What a node says about its own address changes when it meets others, and the layout of a second run must be the
    // same.
    node: {...node, host: met.host},
    met,
    busPortClosed: await isBusPortClosed(met.host, met.busPort, connectTimeoutMs),
  }
}
