import {ConnectionLost} from './errors.js'
import type {ReplicaSocket} from './replica-socket.js'
import {parsePayloadLine} from './rdb-payload.js'

/** Enough for all fields at the beginning of a snapshot. */
const HEAD_BYTES = 4096
const NAME = 'repl-stream-db'
/** How the field begins that names the database: an opcode, the length of the name, and the name. */
const FIELD = Buffer.from(`\xfa${String.fromCharCode(NAME.length)}${NAME}`, 'latin1')

/**
 * The database that the stream after a snapshot begins with, from the beginning of the snapshot (Redis 4.0 and later
 * write it). Undefined if it is not there: a SELECT comes first then.
 */
export async function streamDatabaseIn(socket: ReplicaSocket): Promise<number | undefined> {
  const payload = parsePayloadLine(await socket.line())
  if (!payload) throw new ConnectionLost('it did not send a snapshot')
  let head = Buffer.alloc(0)
  while (!payload.isComplete && head.length < HEAD_BYTES) {
    const chunk = await socket.chunk()
    if (chunk === undefined) break
    head = Buffer.concat([head, payload.take(chunk)])
    const at = head.indexOf(FIELD)
    if (at >= 0 && head.length > at + FIELD.length + 4) return smallInteger(head, at + FIELD.length)
  }
  return undefined
}

/** A number that the RDB holds as an integer of 8, 16 or 32 bits, or as text (rdb.c, rdbSaveAuxFieldStrInt). */
function smallInteger(bytes: Buffer, at: number): number | undefined {
  const length = bytes[at] ?? 0
  if (length === 0xc0) return bytes.readInt8(at + 1)
  if (length === 0xc1) return bytes.readInt16LE(at + 1)
  if (length === 0xc2) return bytes.readInt32LE(at + 1)
  const number = Number(bytes.toString('latin1', at + 1, at + 1 + length))
  return length < 0x40 && Number.isInteger(number) ? number : undefined
}
