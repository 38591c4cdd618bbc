import type {Node, NodeFlag, NodeInfo, NodeLine} from '../domain/node.js'
import type {NodeClient} from './node-client.js'
import type {NodeReading} from './reading.js'

/** A node that answered, with its own line and the address by which reports name it. */
export type Reached = NodeReading & {
  readonly client: NodeClient
  readonly line: NodeLine
  readonly address: string
}

/** The snapshot's record of a node that answered; `said` is what all views, including its own, say about it. */
export function reachedNode({line, address, client, ...reading}: Reached, said: readonly NodeLine[]): Node {
  return {
    ...facts(line, said),
    address,
    // A node alone does not know its own IP address yet, but the connection does.
    host: line.host || said.find(({host}) => host !== '')?.host || client.remoteHost,
    reachable: true,
    unreachableBecause: undefined,
    view: reading.view,
    info: reading.info,
    config: reading.config,
    clusterInfo: reading.clusterInfo,
    refusals: reading.refusals,
    strayKeys: undefined,
  }
}

/** The record of a node without a view of its own, from the line of the first node that knows it. */
export function lostNode(
  line: NodeLine,
  said: readonly NodeLine[],
  {reason, info}: {readonly reason: string; readonly info?: NodeInfo | undefined},
): Node {
  const host = line.host || line.hostname || '?'
  return {
    ...facts(line, said),
    address: host.includes(':') ? `[${host}]:${line.port}` : `${host}:${line.port}`,
    host,
    reachable: false,
    unreachableBecause: reason,
    view: [],
    info,
    config: undefined,
    clusterInfo: undefined,
    refusals: [],
    strayKeys: undefined,
  }
}

function facts(line: NodeLine, said: readonly NodeLine[]) {
  return {
    id: line.id,
    port: line.port,
    busPort: line.busPort ?? line.port + 10_000,
    hostname: line.hostname,
    role: line.role,
    primaryId: line.primaryId,
    flags: flagsOf(said),
    configEpoch: line.configEpoch,
    slots: line.slots,
    openSlots: line.openSlots,
  }
}

/** All flags that any view gives it. The cluster has agreed on `fail`; `fail?` is the suspicion of one node. */
function flagsOf(said: readonly NodeLine[]): NodeFlag[] {
  return [...new Set(said.flatMap(({flags}) => flags))]
}
