import {expect} from 'chai'
import {troubledSlots} from '../../../src/domain/slot-map.js'
import {map} from '../../../src/operations/map.js'
import {array, bulk, RespServer} from '../../support/resp-server.js'
import {PLAIN} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'

const INFO =
  'cluster_enabled:1\r\nrole:master\r\nused_memory:9000\r\nused_memory_dataset:4000\r\ndb0:keys=8,expires=0\r\n'

/** A node that owns all slots, and has 8 keys in slot 7; `stats`: the pairs for a slot at the first reading, the second, and so on. */
async function startNode(
  stats: (slot: number, reading: number) => string[] | undefined,
  version = 'redis_version:8.6.0',
  /** What its keys in slot 7 use; empty: it refuses to say. */
  sizes: readonly number[] = [],
): Promise<RespServer> {
  let port = 0
  let readings = 0
  const server = await RespServer.start((args) => {
    const name = args[0] === 'INFO' ? 'INFO' : args.slice(0, 2).join(' ').toUpperCase()
    const nodes = `${'a'.repeat(40)} 127.0.0.1:${port}@${port + 10_000} myself,master - 0 0 1 connected 0-16383\n`
    if (name.startsWith('MEMORY') && sizes.length > 0) return `:${sizes[Number(args[2])]}\r\n`
    if (name === 'CLUSTER SLOT-STATS') return slotStats(stats, readings++)
    const answers: Readonly<Record<string, string>> = {
      INFO: bulk(`${version}\r\n${INFO}`),
      'CLUSTER NODES': bulk(nodes),
      'CLUSTER INFO': bulk('cluster_state:ok\r\ncluster_known_nodes:1\r\ncluster_current_epoch:1\r\n'),
      'CONFIG GET': array([]),
      'CLUSTER GETSLOTMIGRATIONS': array([job('streaming', '5-7 9-9'), job('success', '20-30')]),
      'CLUSTER GETKEYSINSLOT': array(['0', '1'].map(bulk)),
      'CLUSTER COUNTKEYSINSLOT': `:${args[2] === '7' ? 8 : 0}\r\n`,
    }
    return answers[name] ?? '-ERR unknown command\r\n'
  })
  port = server.port
  return server
}

/** An atomic move of Valkey 9. */
function job(state: string, slots: string): string {
  const pairs = {name: 'b'.repeat(40), operation: 'EXPORT', slot_ranges: slots, state}
  return array(Object.entries(pairs).flat().map(bulk))
}

function slotStats(stats: (slot: number, reading: number) => string[] | undefined, reading: number): string {
  if (stats(0, reading) === undefined) return "-ERR unknown subcommand 'SLOT-STATS'. Try CLUSTER HELP.\r\n"
  const each = Array.from({length: 16_384}, (_, slot) => {
    const pairs = (stats(slot, reading) ?? []).map((word) => (/^\d/.test(word) ? `:${word}\r\n` : bulk(word)))
    return array([`:${slot}\r\n`, array(pairs)])
  })
  return array(each)
}

const PATIENT = {...PLAIN, commandTimeoutMs: 20_000}

describe('[I] values of slots', () => {
  it('the load is what the counters grow by in a second, also if a slot came new', async () => {
    const stats = (slot: number, reading: number) => {
      const spent =
        slot === 5 ? 70_000 + reading * 500_000 : slot === 6 ? (reading === 0 ? 9e6 : 20_000) : 4000
      return ['key-count', '1', 'cpu-usec', `${spent}`]
    }
    await using node = await startNode(stats)
    const {heat} = await map(node, {measure: 'ops'}, PLAIN)
    // A second of sleep may take longer.
    expect(heat?.values[5]).to.be.within(250_000, 500_000)
    expect(heat?.values[6]).to.be.within(10_000, 20_000)
    expect(heat?.values[4]).to.equal(0)
  })

  it('the load of a node that does not count it is refused, with what it needs', async () => {
    const ways: [string, string][] = [
      ['redis_version:7.2.4\r\nvalkey_version:8.0.1', 'yes'],
      ['redis_version:8.4.0', 'yes'],
      ['redis_version:8.6.0', '"cpu net"'],
    ]
    for (const [version, value] of ways) {
      await using node = await startNode(() => ['key-count', '1'], version)
      const {code, message, hints} = await thrownBy(map(node, {measure: 'ops'}, PLAIN))
      expect(code).to.equal('REFUSED')
      expect(message).to.equal(`${node.address} does not count the load of each slot.`)
      const way = `clustertool config set ${node.address} cluster-slot-stats-enabled ${value}`
      expect(hints[0]).to.equal(`To count it from now on: ${way}`)
    }
    await using old = await startNode(() => undefined, 'redis_version:7.4.0')
    const {hints} = await thrownBy(map(old, {measure: 'ops'}, PLAIN))
    expect(hints[0]).to.equal('It needs Valkey 8.0 or Redis 8.2, or later.')
  })

  it('slots that the servers move at present are on the map', async () => {
    await using node = await startNode(() => undefined, 'redis_version:7.2.4\r\nvalkey_version:9.0.0')
    const {map: found, heat} = await map(node, undefined, PLAIN)
    expect(troubledSlots(found)).to.deep.equal([
      {
        trouble: 'moving',
        ranges: [
          {start: 5, end: 7},
          {start: 9, end: 9},
        ],
      },
    ])
    expect(heat).to.equal(undefined)
  })

  it('memory is what the server says, and otherwise that of sampled keys', async () => {
    await using counting = await startNode((slot) => [
      'key-count',
      '1',
      'memory-bytes',
      slot === 9 ? '512' : '0',
    ])
    const measured = await map(counting, {measure: 'memory'}, PATIENT)
    expect(measured.heat?.values[9]).to.equal(512)
    expect(measured.heat?.estimates).to.deep.equal([])
    await using sampled = await startNode(() => undefined, undefined, [100, 300])
    const {heat} = await map(sampled, {measure: 'memory', sample: 2}, PATIENT)
    expect(heat?.values.slice(6, 9)).to.deep.equal([0, 8 * 200, 0])
    expect(heat?.estimates).to.have.length(1)
    expect(heat?.estimates[0]).to.include({keys: 8, measured: 2, bytes: 1600})
    expect(heat?.estimates[0]?.error).to.be.above(0)
  })

  it('memory is the average key times the keys where keys cannot be measured', async () => {
    await using old = await startNode(() => undefined)
    const {heat} = await map(old, {measure: 'memory'}, PATIENT)
    expect(heat?.values.slice(6, 9)).to.deep.equal([0, 4000, 0])
    expect(heat?.estimates[0]).to.deep.include({measured: 0, error: undefined})
  })
})
