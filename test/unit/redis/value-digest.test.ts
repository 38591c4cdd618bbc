import {expect} from 'chai'
import {
  digestOf,
  errorIn,
  furtherReadingOf,
  isSameDigest,
  readingOf,
} from '../../../src/redis/value-digest.js'

const words = (...texts: string[]) => texts.map((text) => Buffer.from(text))

describe('the digest of a value', () => {
  it('does not depend on the order of elements in sets and hashes', () => {
    expect(digestOf('set', [words('a', 'b')])).to.equal(digestOf('set', [words('b', 'a')]))
    expect(digestOf('hash', [words('f', '1', 'g', '2')])).to.equal(
      digestOf('hash', [words('g', '2', 'f', '1')]),
    )
  })

  it('depends on the order of elements in lists', () => {
    expect(digestOf('list', [words('a', 'b')])).to.not.equal(digestOf('list', [words('b', 'a')]))
  })

  it('compares scores as numbers', () => {
    expect(digestOf('zset', [words('a', '0.10000000000000001', 'b', 'inf')])).to.equal(
      digestOf('zset', [words('a', '0.1', 'b', 'inf')]),
    )
  })

  it('distinguishes types, and elements that are equal when concatenated', () => {
    expect(digestOf('list', [words('ab', 'c')])).to.not.equal(digestOf('list', [words('a', 'bc')]))
    expect(digestOf('list', [words('a')])).to.not.equal(digestOf('set', [words('a')]))
    expect(digestOf('hash', [words('f', '1', 'g', '2')])).to.not.equal(
      digestOf('hash', [words('f', '2', 'g', '1')]),
    )
  })

  it('ignores version and checksum in a payload of DUMP', () => {
    const key = Buffer.from('key')
    expect(readingOf('bloom', key)).to.deep.equal([['DUMP', key]])
    const dump = (end: string) => Buffer.from(`body${end}`)
    expect(digestOf('bloom', [dump('0123456789')])).to.equal(digestOf('bloom', [dump('9876543210')]))
    expect(digestOf('bloom', [dump('0123456789')])).to.not.equal(
      digestOf('bloom', [Buffer.from('bodY0123456789')]),
    )
  })

  describe('of a hash', () => {
    const key = Buffer.from('key')
    const hash = [words('b', '2', 'a', '1')]

    it('includes which fields expire, and when', () => {
      expect(furtherReadingOf('hash', key, hash).map((command) => command.map(String))).to.deep.equal([
        ['HPEXPIRETIME', 'key', 'FIELDS', '2', 'b', 'a'],
      ])
      const never = digestOf('hash', hash, [[-1, -1]])
      expect(digestOf('hash', hash, [[-1, 5000]])).to.not.equal(never)
      expect(digestOf('hash', hash, [[-1, 5000]])).to.not.equal(digestOf('hash', hash, [[5000, -1]]))
      expect(digestOf('hash', [words('a', '1', 'b', '2')], [[5000, -1]])).to.equal(
        digestOf('hash', hash, [[-1, 5000]]),
      )
    })

    it('is the same on a server on which no field can expire, and fails without the permission to ask', () => {
      const unknown = new Error("ERR unknown command 'HPEXPIRETIME', with args beginning with: 'key'")
      expect(digestOf('hash', hash, [unknown])).to.equal(digestOf('hash', hash, [[-1, -1]]))
      expect(errorIn([unknown])).to.equal(undefined)
      expect(errorIn([new Error('NOPERM no permissions to run this')])?.message).to.match(/NOPERM/)
    })
  })

  describe('of a stream', () => {
    const entries = [[Buffer.from('1-1'), words('f', 'v')]]
    const groups = [['name', Buffer.from('g'), 'pending', 1, 'last-delivered-id', Buffer.from('1-1')]]
    const facts = (...more: (string | number)[]) => ['length', 1, 'last-generated-id', '1-1', ...more]
    const pending = (idle: number, times = 1) => [[Buffer.from('1-1'), Buffer.from('reader'), idle, times]]
    const consumers = (idle: number) => [['name', Buffer.from('reader'), 'pending', 1, 'idle', idle]]
    const digest = (idle: number, times = 1, stream = facts()) =>
      digestOf('stream', [entries, groups, stream], [pending(idle, times), consumers(idle)])

    it('includes pending entries, but not for how long they wait', () => {
      expect(digest(10)).to.equal(digest(99))
      expect(digest(10, 2)).to.not.equal(digest(10))
      const nobody = digestOf('stream', [entries, groups, facts()], [[], consumers(10)])
      expect(isSameDigest(nobody, digest(10))).to.equal(false)
    })

    it('includes counts of newer servers only if both servers tell them', () => {
      const added = (count: number) => digest(1, 1, facts('entries-added', count))
      expect(isSameDigest(added(3), added(4))).to.equal(false)
      expect(isSameDigest(added(3), added(3))).to.equal(true)
      expect(isSameDigest(added(3), digest(1))).to.equal(true)
      expect(isSameDigest(digest(1), added(3))).to.equal(true)
    })
  })
})
