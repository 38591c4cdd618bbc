import {expect} from 'chai'
import {isSameDump, isSameExpiry, isSameTtl} from '../../../src/domain/copies.js'

const dump = (value: string, footer: string) => Buffer.from(`${value}${footer}`)

describe('[U] copies of a key', () => {
  it('are equal whatever version wrote them', () => {
    expect(isSameDump(dump('value', '0123456789'), dump('value', 'abcdefghij'))).to.equal(true)
    expect(isSameDump(dump('value', '0123456789'), dump('other', '0123456789'))).to.equal(false)
  })

  it('may differ a little in the time to live, and not in whether they expire', () => {
    expect([isSameTtl(-1, -1), isSameTtl(9000, 11_000), isSameTtl(0, 0)]).to.deep.equal([true, true, true])
    expect([isSameTtl(-1, 9000), isSameTtl(9000, -1), isSameTtl(9000, 11_001)]).to.deep.equal([
      false,
      false,
      false,
    ])
  })

  it('expire at the same time if that was possible when they were read', () => {
    const read = (ttlMs: number, readFrom: number, readTo = readFrom) => ({ttlMs, readFrom, readTo})
    const cases = [
      [read(9000, 0), read(6000, 3000), true],
      [read(9000, 0), read(6000, 5000), true],
      [read(9000, 0), read(6000, 5001), false],
      [read(6000, 5001), read(9000, 0), false],
      [read(9000, 0), read(9000, 0, 60_000), true],
      [read(9000, 0, 60_000), read(7000, 0), true],
      [read(9000, 0), read(6999, 0), false],
      [read(-1, 0), read(-1, 90_000), true],
      [read(-1, 0), read(9000, 0, 60_000), false],
    ] as const
    for (const [a, b, same] of cases) expect(isSameExpiry(a, b), JSON.stringify([a, b])).to.equal(same)
  })
})
