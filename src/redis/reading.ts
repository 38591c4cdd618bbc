import type {Redis} from 'ioredis'
import type {NodeClusterInfo, NodeConfig, NodeInfo, NodeLine, Refusal} from '../domain/node.js'
import {parseClusterNodes} from './cluster-nodes.js'
import {replyCode} from './failure.js'
import {parseClusterInfo, parseConfig, parseInfo} from './info.js'

/** What one node answered; everything may be refused. */
export type NodeReading = {
  /** The error reply to CLUSTER NODES: the view is empty then. */
  readonly viewError: Error | undefined
  readonly view: readonly NodeLine[]
  readonly clusterInfo: NodeClusterInfo | undefined
  readonly info: NodeInfo | undefined
  readonly config: NodeConfig | undefined
  readonly refusals: readonly Refusal[]
}

/** Asks all in one round trip. Rejects when the connection fails; an error reply is part of the reading. */
export async function readNode(redis: Redis): Promise<NodeReading> {
  const replies = await redis
    .pipeline([
      ['call', 'CLUSTER', 'NODES'],
      ['call', 'CLUSTER', 'INFO'],
      ['call', 'INFO'],
      ['call', 'CONFIG', 'GET', 'cluster-*'],
    ])
    .exec()
  const [nodes, clusterInfo, info, config] = replies ?? []
  const viewError = nodes?.[0] ?? undefined
  if (viewError && replyCode(viewError) === undefined) throw viewError
  const refusals: Refusal[] = []
  return {
    viewError,
    view: viewError ? [] : parseClusterNodes(String(nodes?.[1])),
    clusterInfo: accept('CLUSTER INFO', clusterInfo, (reply) => parseClusterInfo(String(reply))),
    info: accept('INFO', info, (reply) => parseInfo(String(reply))),
    config: accept('CONFIG GET', config, (reply) => parseConfig(reply as string[])),
    refusals,
  }

  function accept<T>(
    command: string,
    reply: [Error | null, unknown] | undefined,
    parse: (reply: unknown) => T,
  ): T | undefined {
    const [error, value] = reply ?? [new Error('no reply'), undefined]
    if (!error) return parse(value)
    if (replyCode(error) === undefined) throw error
    refusals.push({command, reason: error.message})
    return undefined
  }
}
