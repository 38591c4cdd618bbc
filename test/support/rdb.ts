import {createHash} from 'node:crypto'
import {Crc64} from '../../src/storage/crc64.js'

/** An RDB without keys: a header, the byte that ends it, and its CRC unless `checksum` is false. */
export function emptyRdb({header = 'REDIS0011', checksum = true, filling = ''} = {}): Buffer {
  const body = Buffer.concat([Buffer.from(header + filling, 'latin1'), Buffer.from([0xff])])
  const crc = new Crc64()
  crc.update(body)
  return Buffer.concat([body, checksum ? lowestFirst(crc.hex) : Buffer.alloc(8)])
}

export function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The bytes of a hexadecimal number in the order of an RDB. */
export function lowestFirst(hex: string): Buffer {
  return Buffer.from(Buffer.from(hex, 'hex').toReversed())
}
