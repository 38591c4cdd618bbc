import {expect} from 'chai'
import {KeyTally, mergePrefixes, type PrefixTally, type TallyOptions} from '../../../src/domain/key-tally.js'

const OPTIONS: TallyOptions = {top: 3, atLeast: 0, delimiter: ':', depth: 1}

function keys(sizes: Readonly<Record<string, number>>) {
  return Object.entries(sizes).map(([key, bytes]) => ({key: Buffer.from(key), bytes}))
}

function shown(prefixes: readonly PrefixTally[]): Record<string, number[]> {
  return Object.fromEntries(
    prefixes.map((one) => [one.prefix?.toString() ?? 'others', [one.keys, one.bytes, one.biggest]]),
  )
}

describe('[U] tally of keys', () => {
  it('keeps the biggest keys, each once, and counts all', () => {
    const tally = new KeyTally(OPTIONS)
    tally.add(0, keys({a: 5, b: 9, c: 1}))
    tally.add(0, keys({b: 9, d: 7, e: 6}))
    tally.add(1, keys({b: 8}))
    const {scanned, bytes, largest} = tally.tallied
    expect({scanned, bytes}).to.deep.equal({scanned: 7, bytes: 45})
    expect(largest.map(({db, key, bytes}) => [db, key.toString(), bytes])).to.deep.equal([
      [0, 'b', 9],
      [1, 'b', 8],
      [0, 'd', 7],
    ])
  })

  it('does not keep keys that are too small', () => {
    const tally = new KeyTally({...OPTIONS, atLeast: 6})
    tally.add(0, keys({a: 5, b: 6}))
    expect(tally.tallied.largest.map(({key}) => key.toString())).to.deep.equal(['b'])
    expect(tally.tallied.scanned).to.equal(2)
  })

  it('counts prefixes up to the delimiter, as deep as wanted', () => {
    const sizes = {'user:1:name': 5, 'user:2:name': 9, 'user:1:mail': 2, plain: 1, ':x': 3}
    const tally = new KeyTally(OPTIONS)
    tally.add(0, keys(sizes))
    expect(shown(tally.tallied.prefixes)).to.deep.equal({
      'user:': [3, 16, 9],
      '': [1, 1, 1],
      ':': [1, 3, 3],
    })
    const deep = new KeyTally({...OPTIONS, depth: 2})
    deep.add(0, keys(sizes))
    expect(Object.keys(shown(deep.tallied.prefixes))).to.have.members(['user:1:', 'user:2:', '', ':'])
    const dashed = new KeyTally({...OPTIONS, delimiter: '->'})
    dashed.add(0, keys({'a->b': 1, 'a-b': 2}))
    expect(Object.keys(shown(dashed.tallied.prefixes))).to.have.members(['a->', ''])
  })

  it('tells bytes apart that are not text', () => {
    const tally = new KeyTally(OPTIONS)
    const key = (byte: number) => ({key: Buffer.from([byte, 0x3a, 1]), bytes: 1})
    tally.add(0, [key(0xfe), key(0xff), key(0xff)])
    const {prefixes} = tally.tallied
    expect(prefixes.map(({prefix, keys}) => [prefix?.toString('hex'), keys])).to.deep.equal([
      ['fe3a', 1],
      ['ff3a', 2],
    ])
  })

  it('does not tell more prefixes apart than fit', () => {
    const tally = new KeyTally(OPTIONS)
    for (let at = 0; at < 10_002; at++) tally.add(0, keys({[`${at}:x`]: at}))
    tally.add(0, keys({'5:y': 1}))
    const {prefixes} = tally.tallied
    expect(prefixes).to.have.length(10_001)
    expect(shown(prefixes)).to.deep.include({others: [2, 20_001, 10_001], '5:': [2, 6, 5]})
  })

  it('goes on where an earlier one ended', () => {
    const before = new KeyTally(OPTIONS)
    before.add(0, keys({'a:1': 4, 'b:1': 3}))
    const after = new KeyTally(OPTIONS, before.tallied)
    after.add(0, keys({'a:2': 5}))
    expect(after.tallied.scanned).to.equal(3)
    expect(after.tallied.largest.map(({key}) => key.toString())).to.deep.equal(['a:2', 'a:1', 'b:1'])
    expect(shown(after.tallied.prefixes)).to.deep.equal({'a:': [2, 9, 5], 'b:': [1, 3, 3]})
  })

  it('of several nodes is sorted by memory, with those that were not told apart', () => {
    const one = (prefix: string | undefined, keys: number, bytes: number): PrefixTally => {
      return {prefix: prefix === undefined ? undefined : Buffer.from(prefix), keys, bytes, biggest: bytes}
    }
    const merged = mergePrefixes([
      [one('a', 1, 5), one(undefined, 2, 1)],
      [one('b', 1, 7), one('a', 3, 4), one(undefined, 1, 3)],
    ])
    expect(
      merged.map(({prefix, keys, bytes, biggest}) => [prefix?.toString(), keys, bytes, biggest]),
    ).to.deep.equal([
      ['a', 4, 9, 5],
      ['b', 1, 7, 7],
      [undefined, 3, 4, 3],
    ])
  })
})
