import {expect} from 'chai'
import {HEALTHY, pointsIn, STATS, valuesOf} from './fixture.js'

describe('[U] metrics of nodes and places', () => {
  it('put each node into one state', () => {
    const points = pointsIn(
      `
        a 0-5000
        b 5001-16383 down fail
        c replica of a down
        d replica of a down loading
        e replica of a fail?
        f down handshake
        g replica of a fail
      `,
    )
    const nodes = valuesOf(points, 'clustertool_nodes').filter((text) => !text.endsWith(': 0'))
    expect(nodes.toSorted()).to.deep.equal([
      'primary failed: 1',
      'primary handshake: 1',
      'primary ok: 1',
      'replica failed: 1',
      'replica loading: 1',
      'replica suspected: 1',
      'replica unreachable: 1',
    ])
    expect(valuesOf(points, 'clustertool_nodes')).to.have.length(12)
  })

  it('name a node by address, and by id if that is not clear', () => {
    const points = pointsIn(
      'a 0-16383 host=h port=1\nb replica of a host=h port=1 down\nc replica of a noaddr down',
    )
    expect(valuesOf(points, 'clustertool_node_up')).to.deep.equal([
      'h:1 (61000000): 1',
      'h:1 (62000000): 0',
      `node ${'63'.padEnd(40, '0')}: 0`,
    ])
  })

  it('say what a node is', () => {
    const text = 'a 0-16383 zone=east software=valkey version=8.0.1 hostname=one\nb replica of a down'
    const [a, b] = pointsIn(text).filter(({name}) => name === 'clustertool_node_info')
    const shard = '10.0.0.1:7001'
    expect(a?.labels).to.include({role: 'primary', shard, zone: 'east', hostname: 'one', software: 'valkey'})
    expect(a?.labels).to.include({version: '8.0.1', node: shard, id: '61'.padEnd(40, '0')})
    expect(b?.labels).to.include({role: 'replica', shard, zone: '', version: '', software: ''})
  })

  it('have the counters of INFO, and none that are no numbers', () => {
    const points = pointsIn(HEALTHY, {stats: {a: STATS, b: {...STATS, clients: Number.NaN, commands: -1}}})
    const [a, b] = ['10.0.0.1:7001', '10.0.0.2:7002']
    const names = Object.fromEntries(
      points.filter(({labels}) => labels['node'] === a).map(({name, value}) => [name, value]),
    )
    expect(names).to.include({
      clustertool_node_uptime_seconds: 1,
      clustertool_node_commands_total: 5,
      clustertool_node_keyspace_hits_total: 6,
      clustertool_node_keyspace_misses_total: 7,
      clustertool_node_expired_keys_total: 8,
      clustertool_node_evicted_keys_total: 9,
      clustertool_node_receive_bytes_total: 10,
      clustertool_node_transmit_bytes_total: 11,
      clustertool_node_clients: 12,
      clustertool_node_clients_blocked: 13,
      clustertool_node_rejected_connections_total: 14,
      clustertool_node_cpu_seconds_total: 15.5,
      clustertool_node_memory_fragmentation_ratio: 1.25,
      clustertool_node_saving: 1,
      clustertool_node_save_failed: 0,
      clustertool_node_keys: 30,
      clustertool_node_memory_used_bytes: 200,
      clustertool_node_memory_max_bytes: 1000,
    })
    expect(valuesOf(points, 'clustertool_node_clients')).to.deep.equal([`${a}: 12`])
    expect(valuesOf(points, 'clustertool_node_commands_total')).to.deep.equal([`${a}: 5`])
    expect(valuesOf(points, 'clustertool_node_saving')).to.include(`${b}: 1`)
  })

  it('say how far replicas are behind, and for how long they have heard nothing', () => {
    const points = pointsIn(`
      a 0-16383 offset=500
      b replica of a offset=480 io=2
      c replica of a link=down downfor=9 syncing
      d replica of a link=down
      e replica of a down
    `)
    const [b, c, d] = ['10.0.0.2:7002', '10.0.0.3:7003', '10.0.0.4:7004']
    expect(valuesOf(points, 'clustertool_replica_link_up')).to.deep.equal([`${b}: 1`, `${c}: 0`, `${d}: 0`])
    expect(valuesOf(points, 'clustertool_replica_syncing')).to.deep.equal([`${b}: 0`, `${c}: 1`, `${d}: 0`])
    expect(valuesOf(points, 'clustertool_replica_lag_bytes')).to.include(`${b}: 20`)
    expect(valuesOf(points, 'clustertool_replica_lag_seconds').slice(0, 2)).to.deep.equal([
      `${b}: 2`,
      `${c}: 9`,
    ])
  })

  it('compare the shards that own slots', () => {
    const points = pointsIn(`${HEALTHY}\ne keys=0`)
    expect(valuesOf(points, 'clustertool_imbalance_ratio')).to.deep.equal([
      'slots: 1',
      'keys: 1.5',
      `memory: ${200 / 150}`,
    ])
    const [a, e] = ['10.0.0.1:7001', '10.0.0.5:7005']
    expect(valuesOf(points, 'clustertool_shard_slots')).to.include.members([`${a}: 8192`, `${e}: 0`])
    expect(valuesOf(points, 'clustertool_shard_keys')).to.include(`${a}: 30`)
    expect(valuesOf(points, 'clustertool_shard_memory_used_bytes')).to.include(`${a}: 200`)
    expect(valuesOf(points, 'clustertool_shard_replicas')).to.include.members([`${a}: 1`, `${e}: 0`])
    expect(valuesOf(points, 'clustertool_shards')).to.deep.equal(['2'])
    expect(valuesOf(pointsIn('a 0-16383'), 'clustertool_imbalance_ratio')).to.include('keys: 1')
  })

  it('say what the loss of a host or a zone would mean', () => {
    const points = pointsIn(`
      a 0-5000 host=h1 zone=east
      b 5001-10000 host=h2 zone=east
      c 10001-16383 host=h3 zone=west
      d replica of a host=h1 zone=east
      e replica of b host=h3 zone=west
    `)
    const places = (name: Parameters<typeof valuesOf>[1]) => valuesOf(points, name)
    expect(places('clustertool_places')).to.deep.equal(['host: 3', 'zone: 2'])
    expect(places('clustertool_places_losing_shard')).to.deep.equal(['host: 2', 'zone: 2'])
    expect(places('clustertool_places_losing_majority')).to.deep.equal(['host: 0', 'zone: 1'])
    expect(places('clustertool_replicas_beside_primary')).to.deep.equal(['host: 1', 'zone: 0'])
    expect(places('clustertool_primaries_without_replica')).to.deep.equal(['1'])
    expect(places('clustertool_primaries_spare')).to.deep.equal(['1'])
    const lost = pointsIn('a 0-16383 down fail\nb replica of a link=down')
    expect(valuesOf(lost, 'clustertool_shards_without_copy')).to.deep.equal(['1'])
  })
})
