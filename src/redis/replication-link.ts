import type {Address} from '../domain/address.js'
import type {StreamPlace} from '../domain/follow.js'
import {ConnectionLost, isServerError, ReplyRefused, toServerError} from './errors.js'
import type {ConnectionOptions} from './connection.js'
import {introduce} from './replica-greeting.js'
import {ReplicaSocket, type SilenceLimit, Silence} from './replica-socket.js'
import {streamDatabaseIn} from './stream-database.js'

const GO_ON = [['REPLCONF', 'capa', 'psync2']]
/** A server that writes the snapshot to the connection sends its beginning at once. */
const WITH_SNAPSHOT = [['REPLCONF', 'capa', 'eof'], ...GO_ON]

/** Where a replication stream begins. `database`: whose commands come first; undefined if a SELECT comes before them. */
export type StreamStart = {
  readonly replid: string
  readonly offset: number
  readonly database: number | undefined
}

/**
 * The end of a replication stream at which clustertool is a replica of a server. No snapshot is transferred. All methods
 * reject with ReplyRefused or ConnectionLost.
 */
export class ReplicationLink {
  /** Of the history that the server has now: it changes with a failover. */
  readonly replid: string
  private readonly socket: ReplicaSocket
  private readonly options: ConnectionOptions

  private constructor(socket: ReplicaSocket, replid: string, options: ConnectionOptions) {
    this.socket = socket
    this.replid = replid
    this.options = options
  }

  /**
   * Goes on after a place of the stream (PSYNC, Redis 2.8; after a failover 4.0). Undefined if the server does not have
   * what follows it any more, or has another history.
   */
  static async goOn(
    address: Address,
    options: ConnectionOptions,
    {replid, offset}: Pick<StreamPlace, 'replid' | 'offset'>,
    limit: SilenceLimit,
  ): Promise<ReplicationLink | undefined> {
    const {socket, line} = await ask(
      address,
      options,
      [...GO_ON, ['PSYNC', replid, String(offset + 1)]],
      limit,
    )
    const [word, given, at] = line.split(' ')
    if (word === '+CONTINUE') return new ReplicationLink(socket, given ?? replid, options)
    socket.close()
    // A replica that is a little behind has what follows later.
    if (word === '+FULLRESYNC' && given === replid && Number(at) < offset) {
      throw new ConnectionLost('it is behind')
    }
    if (word === '+FULLRESYNC') return undefined
    throw refusal(line)
  }

  /**
   * Where the stream is now, and the database of what follows. A server tells it only to a replica that wants a snapshot: the
   * beginning of the snapshot names the database. A primary repeats SELECT instead, so that its snapshot need not even begin.
   * The connection is closed then, which ends the snapshot. Also makes the server keep its stream for replicas that come
   * back (backlog).
   */
  static async findStart(
    address: Address,
    options: ConnectionOptions,
    limit: SilenceLimit & {readonly isReplica: boolean},
  ): Promise<StreamStart> {
    const {socket, line} = await ask(
      address,
      options,
      // Otherwise it waits for further replicas first (repl-diskless-sync-delay, 5 s).
      [...(limit.isReplica ? WITH_SNAPSHOT : GO_ON), ['PSYNC', '?', '-1']],
      limit,
    )
    try {
      const [word, replid = '', offset] = line.split(' ')
      if (word !== '+FULLRESYNC') throw refusal(line)
      const database = limit.isReplica ? await streamDatabaseIn(socket) : undefined
      return {replid, offset: Number(offset), database}
    } catch (error) {
      throw named(error, options, limit)
    } finally {
      socket.close()
    }
  }

  /** The next part of the stream. */
  async chunk(limit: SilenceLimit): Promise<Buffer> {
    const chunk = await this.socket.chunk().catch((error: unknown) => {
      throw named(error, this.options, limit)
    })
    if (chunk === undefined) throw new ConnectionLost('it closed the connection')
    return chunk
  }

  /** Says up to which byte the stream has arrived (REPLCONF ACK). */
  acknowledge(offset: number): void {
    this.socket.send(['REPLCONF', 'ACK', String(offset)])
  }

  close(): void {
    this.socket.close()
  }
}

async function ask(
  address: Address,
  options: ConnectionOptions,
  commands: readonly (readonly string[])[],
  limit: SilenceLimit,
): Promise<{readonly socket: ReplicaSocket; readonly line: string}> {
  let socket: ReplicaSocket | undefined
  try {
    socket = await ReplicaSocket.open(address, options, limit)
    await introduce(socket, options, commands.slice(0, -1))
    socket.send(commands.at(-1) ?? [])
    return {socket, line: await socket.line()}
  } catch (error) {
    socket?.close()
    throw named(error, options, limit)
  }
}

function refusal(line: string): ReplyRefused {
  return new ReplyRefused(line.replace(/^-/, ''))
}

function named(error: unknown, options: ConnectionOptions, {silenceMs}: SilenceLimit): unknown {
  if (isServerError(error)) return error
  if (error instanceof Silence) return new ConnectionLost(`it sent nothing for ${silenceMs / 1000} s`)
  return toServerError(error, options)
}
