import {expect} from 'chai'
import type {NodeInfo} from '../../../src/domain/node.js'
import {withZone} from '../../../src/redis/zones.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import type {NodeReading} from '../../../src/redis/reading.js'

const VIEW = parseClusterNodes(
  `${'a'.repeat(40)} 172.17.0.2:7000@17000,node-1 myself,master - 0 0 1 connected 0-16383\n`,
)

function zoneOf(rules: readonly [host: string, port: number | undefined, zone: string][], own?: string) {
  const info = {availabilityZone: own} as NodeInfo
  const reading: NodeReading = {
    viewError: undefined,
    stats: () => undefined,
    view: VIEW,
    clusterInfo: undefined,
    info,
    config: undefined,
    refusals: [],
  }
  const zones = rules.map(([host, port, zone]) => ({host, port, zone}))
  return withZone(reading, {host: '10.0.0.5', port: 17_000}, zones).info?.availabilityZone
}

describe('[U] withZone', () => {
  it('knows a node by the address that reached it, that it announces, and its name', () => {
    for (const host of ['10.0.0.5', '172.17.0.2', 'node-1']) {
      expect(zoneOf([[host, undefined, 'east']])).to.equal('east')
    }
    for (const port of [7000, 17_000]) expect(zoneOf([['10.0.0.5', port, 'east']])).to.equal('east')
    expect(zoneOf([['10.0.0.5', 7001, 'east']])).to.equal(undefined)
    expect(zoneOf([['10.0.0.6', undefined, 'east']])).to.equal(undefined)
  })

  it('takes the first rule that fits, and prefers what the node says', () => {
    const rules: [string, number | undefined, string][] = [
      ['node-1', 1, 'north'],
      ['node-1', undefined, 'east'],
      ['10.0.0.5', undefined, 'west'],
    ]
    expect(zoneOf(rules)).to.equal('east')
    expect(zoneOf(rules, 'south')).to.equal('south')
  })
})
