import {expect} from 'chai'
import {digestOf, readingOf} from '../../../src/redis/value-digest.js'

const words = (...texts: string[]) => texts.map((text) => Buffer.from(text))

describe('the digest of a value', () => {
  it('does not depend on the order of what has none', () => {
    expect(digestOf('set', [words('a', 'b')])).to.equal(digestOf('set', [words('b', 'a')]))
    expect(digestOf('hash', [words('f', '1', 'g', '2')])).to.equal(
      digestOf('hash', [words('g', '2', 'f', '1')]),
    )
  })

  it('depends on the order of what has one', () => {
    expect(digestOf('list', [words('a', 'b')])).to.not.equal(digestOf('list', [words('b', 'a')]))
  })

  it('takes scores for numbers', () => {
    expect(digestOf('zset', [words('a', '0.10000000000000001', 'b', 'inf')])).to.equal(
      digestOf('zset', [words('a', '0.1', 'b', 'inf')]),
    )
  })

  it('tells apart what would be the same when written in a row, and types', () => {
    expect(digestOf('list', [words('ab', 'c')])).to.not.equal(digestOf('list', [words('a', 'bc')]))
    expect(digestOf('list', [words('a')])).to.not.equal(digestOf('set', [words('a')]))
    expect(digestOf('hash', [words('f', '1', 'g', '2')])).to.not.equal(
      digestOf('hash', [words('f', '2', 'g', '1')]),
    )
  })

  it('leaves version and checksum out of what DUMP says', () => {
    const key = Buffer.from('key')
    expect(readingOf('bloom', key)).to.deep.equal([['DUMP', key]])
    const dump = (end: string) => Buffer.from(`body${end}`)
    expect(digestOf('bloom', [dump('0123456789')])).to.equal(digestOf('bloom', [dump('9876543210')]))
    expect(digestOf('bloom', [dump('0123456789')])).to.not.equal(
      digestOf('bloom', [Buffer.from('bodY0123456789')]),
    )
  })
})
