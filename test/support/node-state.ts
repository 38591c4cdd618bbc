import {connect, disconnect} from '../../src/redis/connection.js'
import {parseClusterNodes} from '../../src/redis/cluster-nodes.js'

export const PLAIN = {
  user: undefined,
  password: undefined,
  tls: undefined,
  connectTimeoutMs: 3000,
  commandTimeoutMs: 5000,
  addressMap: [],
}

type Place = {readonly host: string; readonly port: number}

/** What a command may not change unasked: which nodes each node knows, with role, slots and epoch. */
export async function stateOf(nodes: readonly Place[], password?: string): Promise<string[]> {
  return Promise.all(
    nodes.map(async ({host, port}) => {
      const redis = await connect({host, port}, {...PLAIN, password})
      const lines = parseClusterNodes(String(await redis.call('CLUSTER', 'NODES')))
      disconnect(redis)
      const words = lines.map(({id, role, primaryId, slots, configEpoch}) =>
        JSON.stringify({id, role, primaryId, slots, configEpoch}),
      )
      return words.toSorted().join('\n')
    }),
  )
}
