import {expect} from 'chai'
import {parsePulse} from '../../../src/redis/node-pulse.js'

describe('[U] the pulse of a node', () => {
  it('has its replicas with what they have confirmed, its memory and its evictions', () => {
    const text = [
      '# Replication',
      'role:master',
      'connected_slaves:2',
      'slave0:ip=10.0.0.2,port=7001,state=online,offset=95,lag=1',
      'slave1:ip=::1,port=7002,state=wait_bgsave,offset=0,lag=0',
      'master_repl_offset:100',
      '# Memory',
      'used_memory:50',
      'maxmemory:200',
      '# Stats',
      'evicted_keys:3',
    ].join('\r\n')
    expect(parsePulse(text)).to.deep.equal({
      offset: 100,
      replicas: [
        {name: '10.0.0.2:7001', offset: 95, isOnline: true},
        {name: '[::1]:7002', offset: 0, isOnline: false},
      ],
      usedMemory: 50,
      maxMemory: 200,
      evicted: 3,
    })
  })
})
