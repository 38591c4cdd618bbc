import {expect} from 'chai'
import {byteSizeText, parseByteSize} from '../../../src/domain/byte-size.js'

describe('[U] sizes in bytes', () => {
  it('have units in steps of 1024, in either case', () => {
    const sizes = ['0', '512', '7b', '64KB', '64k', '1.5MB', '2g', '10 mb'].map(parseByteSize)
    expect(sizes).to.deep.equal([0, 512, 7, 65_536, 65_536, 1_572_864, 2_147_483_648, 10_485_760])
  })

  it('are written as they are read', () => {
    for (const text of ['0B', '7B', '1.5KB', '20MB', '1.25GB', '2048GB']) {
      expect(byteSizeText(parseByteSize(text) ?? -1)).to.equal(text)
    }
    expect(byteSizeText(1_237_000)).to.equal('1.18MB')
  })

  it('are not guessed', () => {
    for (const text of ['', 'MB', '-1', '1e3', '10XB', '1MB2', '0x10', '99999999999g']) {
      expect(parseByteSize(text), text).to.equal(undefined)
    }
  })
})
