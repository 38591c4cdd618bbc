import {expect} from 'chai'
import {parseStats} from '../../../src/redis/node-stats.js'

const INFO = [
  '# Server',
  'run_id:0123456789abcdef',
  'uptime_in_seconds:86400',
  'connected_clients:12',
  'blocked_clients:3',
  'mem_fragmentation_ratio:1.25',
  'rdb_bgsave_in_progress:0',
  'aof_rewrite_in_progress:1',
  'rdb_last_bgsave_status:ok',
  'aof_last_write_status:err',
  'total_commands_processed:1000',
  'instantaneous_ops_per_sec:70',
  'total_net_input_bytes:4096',
  'total_net_output_bytes:8192',
  'instantaneous_input_kbps:1.5',
  'instantaneous_output_kbps:2.00',
  'rejected_connections:4',
  'expired_keys:5',
  'evicted_keys:6',
  'keyspace_hits:70',
  'keyspace_misses:30',
  'used_cpu_sys:1.5',
  'used_cpu_user:2.25',
].join('\r\n')

describe('[U] counters of INFO', () => {
  it('are read with their units', () => {
    expect(parseStats(INFO)).to.deep.equal({
      runId: '0123456789abcdef',
      uptimeSeconds: 86_400,
      opsPerSecond: 70,
      netInPerSecond: 1536,
      netOutPerSecond: 2048,
      commands: 1000,
      hits: 70,
      misses: 30,
      expiredKeys: 5,
      evictedKeys: 6,
      netInBytes: 4096,
      netOutBytes: 8192,
      clients: 12,
      blockedClients: 3,
      rejectedConnections: 4,
      cpuSeconds: 3.75,
      fragmentation: 1.25,
      saving: true,
      saveFailed: true,
    })
  })

  it('are 0 where a server does not show them', () => {
    const {opsPerSecond, fragmentation, saving, saveFailed} = parseStats('run_id:a')
    expect({opsPerSecond, fragmentation, saving, saveFailed}).to.deep.equal({
      opsPerSecond: 0,
      fragmentation: undefined,
      saving: false,
      saveFailed: false,
    })
  })
})
