import type {NodeStats} from '../../domain/node-stats.js'
import type {ClusterSample} from '../../domain/sample.js'
import type {NameOf} from '../../report/names.js'
import {type MetricName, type MetricPoint, point} from '../table.js'

/** The metrics that are one counter of INFO. */
const OF_STATS = {
  clustertool_node_uptime_seconds: 'uptimeSeconds',
  clustertool_node_memory_fragmentation_ratio: 'fragmentation',
  clustertool_node_clients: 'clients',
  clustertool_node_clients_blocked: 'blockedClients',
  clustertool_node_saving: 'saving',
  clustertool_node_save_failed: 'saveFailed',
  clustertool_node_commands_total: 'commands',
  clustertool_node_keyspace_hits_total: 'hits',
  clustertool_node_keyspace_misses_total: 'misses',
  clustertool_node_expired_keys_total: 'expiredKeys',
  clustertool_node_evicted_keys_total: 'evictedKeys',
  clustertool_node_receive_bytes_total: 'netInBytes',
  clustertool_node_transmit_bytes_total: 'netOutBytes',
  clustertool_node_rejected_connections_total: 'rejectedConnections',
  clustertool_node_cpu_seconds_total: 'cpuSeconds',
} as const satisfies Partial<Record<MetricName, keyof NodeStats>>

type StatsMetric = keyof typeof OF_STATS

/** The counters of each node that answered. */
export function statsPoints({stats}: ClusterSample, nameOf: NameOf): MetricPoint[] {
  const fields = Object.entries(OF_STATS) as [StatsMetric, keyof NodeStats][]
  return [...stats].flatMap(([id, counted]) => {
    const node = nameOf(id)
    return fields.flatMap(([name, field]) => point(name, toNumber(counted[field]), {node}))
  })
}

function toNumber(value: NodeStats[keyof NodeStats]): number | undefined {
  return value === undefined ? undefined : Number(value)
}
