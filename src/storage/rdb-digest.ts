import {createHash} from 'node:crypto'
import type {RdbFacts} from '../domain/backup.js'
import {Crc64} from './crc64.js'
import {parseRdbHeader, RDB_HEADER_BYTES} from './rdb-header.js'

/** The byte that ends an RDB. The CRC of everything before follows it. */
const EOF_BYTE = 0xff
const CRC_BYTES = 8

/** Before this version, an RDB had no CRC. */
const FIRST_WITH_CRC = 5

/** The checksums of an RDB that arrives in pieces. */
export class RdbDigest {
  private readonly sha = createHash('sha256')
  private readonly crc = new Crc64()
  private head = Buffer.alloc(0)
  private tail = Buffer.alloc(0)
  bytes = 0

  update(chunk: Buffer): void {
    this.sha.update(chunk)
    this.crc.update(chunk)
    this.bytes += chunk.length
    if (this.head.length < RDB_HEADER_BYTES) {
      this.head = Buffer.concat([this.head, chunk.subarray(0, RDB_HEADER_BYTES - this.head.length)])
    }
    const last = chunk.subarray(-(CRC_BYTES + 1))
    this.tail = Buffer.concat([this.tail, last]).subarray(-(CRC_BYTES + 1))
  }

  /** The facts about the RDB, or a sentence about what is wrong with it. */
  end(): RdbFacts | string {
    const format = parseRdbHeader(this.head)
    if (!format) return 'it does not start with the header of an RDB'
    const isOld = format.family === 'redis' && format.version < FIRST_WITH_CRC
    const checksum = isOld ? 'none' : this.checkSum()
    if (checksum === undefined) return 'its checksum is wrong: it is truncated or damaged'
    return {format, bytes: this.bytes, sha256: this.sha.digest('hex'), checksum}
  }

  private checkSum(): RdbFacts['checksum'] | undefined {
    if (this.tail.length <= CRC_BYTES || this.tail[0] !== EOF_BYTE) return undefined
    if (this.tail.subarray(1).every((byte) => byte === 0)) return 'none'
    return this.crc.isZero ? 'verified' : undefined
  }
}
