import {expect} from 'chai'
import {parseSlotStats} from '../../../src/redis/slot-stats.js'
import {parseSlowLog} from '../../../src/redis/slow-log.js'

describe('[U] CLUSTER SLOT-STATS', () => {
  it('has the load and the memory of each slot, as far as the server counts them', () => {
    const reply = [
      [3, ['key-count', 1, 'cpu-usec', 60, 'network-bytes-in', 5]],
      [4, ['key-count', 0, 'memory-bytes', 4096, 'cpu-usec', 0]],
      [5, ['key-count', 9]],
    ]
    expect(parseSlotStats(reply)).to.deep.equal([
      {slot: 3, cpuMicroseconds: 60, memoryBytes: undefined},
      {slot: 4, cpuMicroseconds: 0, memoryBytes: 4096},
      {slot: 5, cpuMicroseconds: undefined, memoryBytes: undefined},
    ])
  })
})

describe('[U] SLOWLOG GET', () => {
  const entry = (words: readonly (string | Buffer)[], ...rest: readonly Buffer[]) => [
    7,
    1_763_719_200,
    12_345,
    words.map((word) => Buffer.from(word)),
    ...rest,
  ]

  it('has the command, its time and its client, and before Redis 4.0 no client', () => {
    const reply = [
      entry(['GET', 'a'], Buffer.from('10.0.0.9:5000'), Buffer.from('app')),
      entry(['KEYS', '*']),
    ]
    expect(parseSlowLog(reply)).to.deep.equal([
      {
        at: '2025-11-21T10:00:00.000Z',
        microseconds: 12_345,
        words: ['GET', 'a'],
        client: '10.0.0.9:5000',
      },
      {at: '2025-11-21T10:00:00.000Z', microseconds: 12_345, words: ['KEYS', '*'], client: undefined},
    ])
  })

  it('cuts arguments, and leaves out those that may be passwords', () => {
    const words = parseSlowLog([
      entry(['SET', 'k'.repeat(100), Buffer.from([0xff, 0x41])]),
      entry(['MSET', ...'a b c d e f g h'.split(' ')]),
      entry(['auth', 'secret']),
      entry(['CONFIG', 'SET', 'requirepass', 'secret']),
    ]).map((one) => one.words)
    expect(words).to.deep.equal([
      ['SET', `${'k'.repeat(64)}…`, '\ufffdA'],
      ['MSET', 'a', 'b', 'c', 'd', 'e', '…'],
      ['auth', '…'],
      ['CONFIG', '…'],
    ])
  })
})
