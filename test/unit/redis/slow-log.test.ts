import {expect} from 'chai'
import {parseSlowLog} from '../../../src/redis/slow-log.js'

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
        at: 1_763_719_200_000,
        microseconds: 12_345,
        words: ['GET', 'a'],
        client: '10.0.0.9:5000',
      },
      {at: 1_763_719_200_000, microseconds: 12_345, words: ['KEYS', '*'], client: undefined},
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

  it('may be text, and is empty if it was refused', () => {
    const [first] = parseSlowLog([[5, 100, 12_000, ['AUTH', 'secret'], '10.0.0.9:1', '']])
    expect(first).to.deep.equal({
      at: 100_000,
      microseconds: 12_000,
      words: ['AUTH', '…'],
      client: '10.0.0.9:1',
    })
    expect(parseSlowLog(undefined)).to.deep.equal([])
  })
})
