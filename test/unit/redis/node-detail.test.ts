import {expect} from 'chai'
import {commandRates, type NodeDetail} from '../../../src/domain/node-detail.js'
import {parseCommandStats, parseLatency, parseSections} from '../../../src/redis/node-detail.js'
import {id} from '../../support/snapshot.js'

const INFO =
  '# Server\r\nredis_version:7.2.4\r\nos:Linux\r\n\r\n# Empty\r\n\r\n# Commandstats\r\n' +
  'cmdstat_get:calls=10,usec=25,usec_per_call=2.50,rejected_calls=0,failed_calls=0\r\n' +
  'cmdstat_config|get:calls=1,usec=7,usec_per_call=7.00\r\n'

describe('[U] details of a node', () => {
  it('are the sections of INFO with their lines', () => {
    expect(parseSections(INFO)[0]).to.deep.equal({
      name: 'Server',
      lines: ['redis_version:7.2.4', 'os:Linux'],
    })
    expect(parseSections(INFO).map(({name}) => name)).to.deep.equal(['Server', 'Commandstats'])
    expect(parseSections('')).to.deep.equal([])
  })

  it('are the calls of each command', () => {
    expect(parseCommandStats(INFO)).to.deep.equal([
      {name: 'get', calls: 10, microseconds: 25},
      {name: 'config|get', calls: 1, microseconds: 7},
    ])
  })

  it('are latency events', () => {
    expect(parseLatency([['command', 100, 5, 9]])).to.deep.equal([
      {event: 'command', at: 100_000, latestMs: 5, maxMs: 9},
    ])
    expect(parseLatency('x')).to.deep.equal([])
  })

  it('compared with earlier ones give the rates of commands, the most expensive one first', () => {
    const at = (seconds: number, commands: NodeDetail['commands']): NodeDetail => ({
      node: id('a'),
      at: seconds * 1000,
      sections: [],
      commands,
      slow: [],
      latency: [],
      refusals: [],
    })
    const before = at(10, [{name: 'get', calls: 100, microseconds: 200}])
    const after = at(12, [
      {name: 'get', calls: 120, microseconds: 240},
      {name: 'keys', calls: 1, microseconds: 5000},
    ])
    expect(commandRates(before, after)).to.deep.equal([
      {name: 'keys', callsPerSecond: 0.5, microseconds: 5000},
      {name: 'get', callsPerSecond: 10, microseconds: 2},
    ])
    expect(commandRates(undefined, after)).to.deep.equal([])
    expect(commandRates(after, before), 'counters of a new process').to.deep.equal([])
  })
})
