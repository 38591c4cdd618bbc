import {expect} from 'chai'
import {RdbDigest} from '../../../src/storage/rdb-digest.js'
import {parseRdbHeader} from '../../../src/storage/rdb-header.js'
import {emptyRdb, sha256} from '../../support/rdb.js'

describe('[U] parseRdbHeader', () => {
  it('reads the family of the format, and the version', () => {
    expect(parseRdbHeader(Buffer.from('REDIS0011...'))).to.deep.equal({family: 'redis', version: 11})
    expect(parseRdbHeader(Buffer.from('VALKEY080...'))).to.deep.equal({family: 'valkey', version: 80})
  })

  it('accepts nothing else', () => {
    for (const text of ['', 'REDIS001', 'REDIS00x1', 'VALKEY08x', 'redis0011', '*3\r\n$3\r\nSET']) {
      expect(parseRdbHeader(Buffer.from(text)), text).to.equal(undefined)
    }
  })
})

describe('[U] RdbDigest', () => {
  it('compares the checksum, however the file is split', () => {
    const rdb = emptyRdb({filling: 'abcdefgh'})
    for (let size = 1; size <= rdb.length; size++) {
      expect(digestOf(rdb, size)).to.deep.equal({
        format: {family: 'redis', version: 11},
        bytes: rdb.length,
        sha256: sha256(rdb),
        checksum: 'verified',
      })
    }
  })

  it('accepts a file of a server that writes no checksum', () => {
    expect(digestOf(emptyRdb({checksum: false}))).to.include({checksum: 'none'})
    expect(digestOf(Buffer.from('REDIS0003\xff', 'latin1'))).to.include({checksum: 'none'})
  })

  it('refuses a file that is cut off, changed, or not an RDB', () => {
    const rdb = emptyRdb({header: 'VALKEY080', filling: 'abcdefgh'})
    const changed = Buffer.from(rdb)
    changed[12] = 0
    for (const wrong of [rdb.subarray(0, -1), rdb.subarray(0, 9), changed]) {
      expect(digestOf(wrong)).to.match(/checksum is wrong/)
    }
    expect(digestOf(Buffer.from('-ERR no'))).to.match(/does not start with the header of an RDB/)
  })
})

function digestOf(data: Buffer, size = data.length) {
  const digest = new RdbDigest()
  for (let at = 0; at < data.length; at += size) digest.update(data.subarray(at, at + size))
  return digest.end()
}
