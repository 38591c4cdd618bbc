import {expect} from 'chai'
import {Crc64} from '../../../src/storage/crc64.js'
import {lowestFirst} from '../../support/rdb.js'

describe('[U] Crc64', () => {
  it('is that of Redis', () => {
    expect(crcOf(Buffer.from('123456789'))).to.equal('e9c6d914c4b8d9ca')
    expect(crcOf(Buffer.alloc(0))).to.equal('0000000000000000')
  })

  it('does not depend on how the data is split', () => {
    const data = Buffer.from(Array.from({length: 100}, (_, index) => (index * 37) % 256))
    for (let at = 0; at <= data.length; at++) {
      expect(crcOf(data.subarray(0, at), data.subarray(at))).to.equal(crcOf(data))
    }
  })

  it('is zero for data that ends with its own CRC', () => {
    const data = Buffer.from('some data')
    const own = lowestFirst(crcOf(data))
    expect(crcOf(data, own)).to.equal('0000000000000000')
  })
})

function crcOf(...pieces: readonly Buffer[]): string {
  const crc = new Crc64()
  for (const piece of pieces) crc.update(piece)
  expect(crc.isZero).to.equal(/^0+$/.test(crc.hex))
  return crc.hex
}
