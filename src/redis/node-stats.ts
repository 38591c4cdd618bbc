import type {NodeStats} from '../domain/node-stats.js'
import {fieldOf} from './info.js'

const KILOBYTE = 1024
const SAVING = /^(rdb_bgsave_in_progress|aof_rewrite_in_progress):1/m
const SAVE_FAILED = /^(rdb_last_bgsave_status|aof_last_write_status):err/m

/** The counters in INFO of any version. Fields that a version lacks, or does not show to this user, are 0. */
export function parseStats(text: string): NodeStats {
  const number = (name: string): number => Number(fieldOf(text, name) ?? 0)
  return {
    runId: fieldOf(text, 'run_id') ?? '',
    uptimeSeconds: number('uptime_in_seconds'),
    opsPerSecond: number('instantaneous_ops_per_sec'),
    netInPerSecond: number('instantaneous_input_kbps') * KILOBYTE,
    netOutPerSecond: number('instantaneous_output_kbps') * KILOBYTE,
    commands: number('total_commands_processed'),
    hits: number('keyspace_hits'),
    misses: number('keyspace_misses'),
    expiredKeys: number('expired_keys'),
    evictedKeys: number('evicted_keys'),
    netInBytes: number('total_net_input_bytes'),
    netOutBytes: number('total_net_output_bytes'),
    clients: number('connected_clients'),
    blockedClients: number('blocked_clients'),
    rejectedConnections: number('rejected_connections'),
    cpuSeconds: number('used_cpu_sys') + number('used_cpu_user'),
    fragmentation:
      fieldOf(text, 'mem_fragmentation_ratio') === undefined ? undefined : number('mem_fragmentation_ratio'),
    saving: SAVING.test(text),
    saveFailed: SAVE_FAILED.test(text),
  }
}
