import type {RdbFormat} from '../domain/backup.js'

/** Number of bytes that identify an RDB. */
export const RDB_HEADER_BYTES = 9

/** Reads the first bytes of an RDB: `REDIS0011`, or in Valkey 9 `VALKEY080`. Undefined if it is not an RDB. */
export function parseRdbHeader(bytes: Uint8Array): RdbFormat | undefined {
  const text = Buffer.from(bytes.subarray(0, RDB_HEADER_BYTES)).toString('latin1')
  const match = /^(?:(REDIS)(\d{4})|VALKEY(\d{3}))$/.exec(text)
  if (!match) return undefined
  return match[1] === undefined
    ? {family: 'valkey', version: Number(match[3])}
    : {family: 'redis', version: Number(match[2])}
}
