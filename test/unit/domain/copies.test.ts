import {expect} from 'chai'
import {isSameDump, isSameTtl} from '../../../src/domain/copies.js'

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
})
