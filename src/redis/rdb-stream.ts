import {type Address, formatAddress} from '../domain/address.js'
import {isBug} from '../domain/bug.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {ConnectionOptions} from './connection.js'
import {isServerError, ReplyRefused, toServerError} from './errors.js'
import {toFailure} from './failure.js'
import {parsePayloadLine, type Payload} from './rdb-payload.js'
import {introduce} from './replica-greeting.js'
import {ReplicaSocket, Silence} from './replica-socket.js'

export type RdbWishes = {
  /** Milliseconds without a byte after which to give up. */
  readonly silenceMs: number
  readonly signal: AbortSignal
  /** The version of the node's own software, such as `9.1.2`; undefined if unknown. */
  readonly serverVersion: string | undefined
}

/**
 * Makes a node create its RDB, and yields it in pieces, as fast as the caller takes them. Asks as a replica that
 * wants only the RDB, so that the node buffers no later writes for it; before Redis 6.2 it does until the RDB is
 * sent. Throws UNREACHABLE, naming the node and how far it came, and CANCELLED when the signal is aborted.
 */
export async function* readRdb(
  address: Address,
  options: ConnectionOptions,
  wishes: RdbWishes,
): AsyncGenerator<Buffer, void> {
  let bytes = 0
  let payload: Payload | undefined
  let socket: ReplicaSocket | undefined
  try {
    socket = await ReplicaSocket.open(address, options, wishes)
    await introduce(socket, options, wishesOf(wishes.serverVersion))
    payload = await request(socket)
    while (!payload.isComplete) {
      const chunk = await socket.chunk()
      if (chunk === undefined) throw new StreamEnded()
      const part = payload.take(chunk)
      bytes += part.length
      if (part.length > 0) yield part
    }
  } catch (error) {
    if (wishes.signal.aborted) throw new ClusterToolError('CANCELLED', 'Interrupted.', {cause: error})
    throw isBug(error) ? error : transferError(address, error, {bytes, payload, options, wishes})
  } finally {
    socket?.close()
  }
}

/** The node closed the connection in the middle of the RDB. */
class StreamEnded extends Error {}

/** What this replica supports. */
function wishesOf(serverVersion: string | undefined): string[][] {
  return [
    ['REPLCONF', 'capa', 'eof'],
    ['REPLCONF', 'rdb-only', '1'],
    // Without it, Valkey 9 writes the format of Valkey 8, and stops at data that this cannot hold, such as fields
    // that expire.
    ...(serverVersion === undefined ? [] : [['REPLCONF', 'version', serverVersion]]),
  ]
}

async function request(socket: ReplicaSocket): Promise<Payload> {
  socket.send(['SYNC'])
  const line = await socket.line()
  if (line.startsWith('-')) throw new ReplyRefused(line.slice(1))
  const payload = parsePayloadLine(line)
  if (!payload) throw new Error('Protocol error')
  return payload
}

type Transfer = {
  readonly bytes: number
  readonly payload: Payload | undefined
  readonly options: ConnectionOptions
  readonly wishes: RdbWishes
}

function transferError(address: Address, error: unknown, progress: Transfer): ClusterToolError {
  return new ClusterToolError(
    'UNREACHABLE',
    `${formatAddress(address)} did not send its RDB: ${reasonOf(error, progress)}${cameText(progress)}.`,
    {cause: error},
  )
}

function reasonOf(error: unknown, {options, wishes, payload}: Transfer): string {
  if (error instanceof Silence) return `it sent nothing for ${wishes.silenceMs / 1000} s`
  if (error instanceof StreamEnded) return 'the connection was closed too early'
  const known = toServerError(error, options)
  const {reason} = isServerError(known) ? toFailure(known) : {reason: messageOf(error)}
  return payload && error instanceof Error && /ECONNRESET|EPIPE/.test(error.message)
    ? 'the connection was lost'
    : reason.replace(/[.]$/, '')
}

function cameText({payload, bytes}: Transfer): string {
  if (!payload) return ''
  return payload.length === undefined
    ? `, after ${bytes} bytes`
    : `, after ${bytes} of ${payload.length} bytes`
}
