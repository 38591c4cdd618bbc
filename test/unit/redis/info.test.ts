import {expect} from 'chai'
import {parseClusterInfo, parseConfig, parseEpochs, parseInfo} from '../../../src/redis/info.js'

const lines = (...text: readonly string[]) => text.map((line) => `${line}\r\n`).join('')

describe('[U] parseInfo', () => {
  it('reads a primary of Redis', () => {
    const info = parseInfo(
      lines(
        '# Server',
        'redis_version:7.0.15',
        '# Memory',
        'used_memory:1500',
        'used_memory_peak:9',
        'maxmemory:4000',
      ) +
        lines('loading:0', '# Replication', 'role:master', 'connected_slaves:2', 'master_repl_offset:42') +
        lines(
          '# Cluster',
          'cluster_enabled:1',
          '# Keyspace',
          'db0:keys=3,expires=1,avg_ttl=0',
          'db5:keys=4,expires=0',
        ),
    )
    expect(info).to.deep.equal({
      software: 'redis',
      version: '7.0.15',
      clusterEnabled: true,
      loading: false,
      usedMemory: 1500,
      maxMemory: 4000,
      keys: [
        {db: 0, keys: 3},
        {db: 5, keys: 4},
      ],
      availabilityZone: undefined,
      replication: {
        role: 'primary',
        linkUp: false,
        syncing: false,
        lastIoSeconds: undefined,
        downSeconds: undefined,
        offset: 42,
        connectedReplicas: 2,
      },
    })
  })

  it('reads a replica, its own offset and how long the link is down', () => {
    const {replication} = parseInfo(
      lines(
        'role:slave',
        'master_link_status:down',
        'master_last_io_seconds_ago:-1',
        'master_sync_in_progress:1',
      ) + lines('slave_repl_offset:7', 'master_repl_offset:9', 'master_link_down_since_seconds:12'),
    )
    expect(replication).to.include({
      role: 'replica',
      linkUp: false,
      syncing: true,
      lastIoSeconds: -1,
      downSeconds: 12,
      offset: 7,
    })
  })

  it('finds replicas to which a primary has not sent a copy yet', () => {
    const {replication} = parseInfo(
      lines(
        'role:master',
        'connected_slaves:3',
        'slave0:ip=10.0.0.1,port=7001,state=online,offset=42,lag=0',
        'slave1:ip=10.0.0.2,port=7001,state=wait_bgsave,offset=0,lag=0',
        'slave2:ip=::1,port=7002,state=send_bulk,offset=0,lag=0',
      ),
    )
    expect(replication.awaiting).to.deep.equal(['10.0.0.2:7001', '[::1]:7002'])
  })

  it('recognises Valkey by its own version field, and reads its zone', () => {
    const text = lines(
      'redis_version:7.2.4',
      'server_name:valkey',
      'valkey_version:9.1.2',
      'availability_zone:eu-1a',
    )
    expect(parseInfo(text)).to.include({software: 'valkey', version: '9.1.2', availabilityZone: 'eu-1a'})
    expect(parseInfo(lines('availability_zone:')).availabilityZone).to.equal(undefined)
  })

  it('recognises a server that is loading, and one outside cluster mode', () => {
    expect(parseInfo(lines('loading:1', 'cluster_enabled:0'))).to.include({
      loading: true,
      clusterEnabled: false,
    })
  })
})

describe('[U] parseEpochs', () => {
  it('reads the node’s own epoch and the highest known, and accepts servers without the former', () => {
    const text = lines('cluster_state:ok', 'cluster_current_epoch:9', 'cluster_my_epoch:4')
    expect(parseEpochs(text)).to.deep.equal({own: 4, current: 9})
    expect(parseEpochs(lines('cluster_current_epoch:9'))).to.deep.equal({own: undefined, current: 9})
  })
})

describe('[U] parseClusterInfo', () => {
  it('reads state, epoch and number of nodes', () => {
    const text = lines(
      'cluster_state:ok',
      'cluster_slots_assigned:16384',
      'cluster_known_nodes:6',
      'cluster_current_epoch:9',
    )
    expect(parseClusterInfo(text)).to.deep.equal({state: 'ok', currentEpoch: 9, knownNodes: 6})
    expect(parseClusterInfo(lines('cluster_state:fail')).state).to.equal('fail')
  })
})

describe('[U] parseConfig', () => {
  it('reads the settings in any order', () => {
    const pairs = [
      'cluster-allow-replica-migration',
      'no',
      'cluster-node-timeout',
      '15000',
      'cluster-enabled',
      'yes',
    ]
    expect(
      parseConfig([...pairs, 'cluster-require-full-coverage', 'yes', 'cluster-migration-barrier', '1']),
    ).to.deep.equal({
      nodeTimeoutMs: 15_000,
      requireFullCoverage: true,
      migrationBarrier: 1,
      allowReplicaMigration: false,
    })
  })

  it('leaves settings undefined that an old server does not have', () => {
    expect(parseConfig(['cluster-node-timeout', '5000'])).to.include({
      requireFullCoverage: undefined,
      allowReplicaMigration: undefined,
    })
  })
})
