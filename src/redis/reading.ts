import type {NodeClusterInfo, NodeConfig, NodeInfo, NodeLine, Refusal} from '../domain/node.js'
import type {NodeStats} from '../domain/node-stats.js'
import {parseClusterNodes} from './cluster-nodes.js'
import type {ReplyRefused} from './errors.js'
import {parseStats} from './node-stats.js'
import {parseClusterInfo, parseConfig, parseInfo} from './info.js'
import type {WireReply, Wire} from './wire.js'

/** What one node answered. Every part may be refused. */
export type NodeReading = {
  /** The error reply to CLUSTER NODES; then the view is empty. */
  readonly viewError: ReplyRefused | undefined
  readonly view: readonly NodeLine[]
  readonly clusterInfo: NodeClusterInfo | undefined
  readonly info: NodeInfo | undefined
  /** Of the same reply to INFO. */
  readonly stats: () => NodeStats | undefined
  readonly config: NodeConfig | undefined
  readonly refusals: readonly Refusal[]
}

/**
 * Asks everything in one round trip; the view is not made a string first, because it grows with the cluster. Rejects if the connection fails; an error reply is part of the reading.
 */
export async function readNode(wire: Wire): Promise<NodeReading> {
  const [nodes, clusterInfo, info, config] = await wire.callAllBytes([
    // scripts/fill-cache.cjs answers these in this order.
    ['CLUSTER', 'NODES'],
    ['CLUSTER', 'INFO'],
    ['INFO'],
    ['CONFIG', 'GET', 'cluster-*'],
  ])
  const viewError = nodes?.error
  // Most commands do not need the counters.
  const stats = () => (info?.error ? undefined : parseStats(String(info?.value)))
  const refusals: Refusal[] = []
  return {
    viewError,
    view: viewError ? [] : parseClusterNodes(nodes?.value),
    clusterInfo: accept('CLUSTER INFO', clusterInfo, (reply) => parseClusterInfo(String(reply))),
    info: accept('INFO', info, (reply) => parseInfo(String(reply))),
    stats,
    config: accept('CONFIG GET', config, (reply) =>
      parseConfig(Array.isArray(reply) ? reply.map(String) : []),
    ),
    refusals,
  }

  function accept<T>(
    command: string,
    reply: WireReply | undefined,
    parse: (reply: unknown) => T,
  ): T | undefined {
    if (!reply?.error) return parse(reply?.value)
    refusals.push({command, reason: reply.error.message})
    return undefined
  }
}
