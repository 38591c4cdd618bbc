import {DatabasePipeline} from '../database-pipeline.js'
import {ConnectionLost, isServerError} from '../errors.js'
import {accept, type Command, type Wire, type WireReply} from '../wire.js'

/** What a source says of a key: the name of its type, its elements (or bytes), and its time to live. */
export type KeyFacts = {
  readonly type: string
  /** -1: forever. */
  readonly ttlMs: number
  /** When the time to live was read, by performance.now(). */
  readonly readTo: number
}

/**
 * What became of a key that was to be handed over:
 * - `given`: the source has deleted it
 * - `changed`: it was changed or deleted while it was copied, so nothing was done
 * - `refused`: the source does not accept the commands, so nothing was done
 * - `unknown`: the connection failed, and the source may or may not have deleted it
 */
export type HandOver = 'given' | 'changed' | 'refused' | 'unknown'

/**
 * A key on the node that owns it, which is deleted only if nobody has changed it since this connection began to watch
 * it.
 */
export class SourceKey {
  private readonly wire: Wire
  private readonly pipeline: DatabasePipeline
  private readonly key: Buffer

  private constructor(wire: Wire, key: Buffer) {
    this.wire = wire
    this.pipeline = new DatabasePipeline(wire)
    this.key = key
  }

  /** Begins to watch a key. Rejects with ReplyRefused if the server does not allow that. */
  static async watch(wire: Wire, db: number, key: Buffer): Promise<SourceKey> {
    const watched = new SourceKey(wire, key)
    // The database first: WATCH belongs to the one that is selected.
    const [watching] = await watched.pipeline.sendIn(db, [['WATCH', key]])
    accept(watching)
    return watched
  }

  /** Undefined if there is no such key. */
  async facts(): Promise<KeyFacts | undefined> {
    const [type, ttl] = await this.ask([
      ['TYPE', this.key],
      ['PTTL', this.key],
    ])
    const ttlMs = Number(accept(ttl))
    return ttlMs === NO_SUCH_KEY ? undefined : {type: String(accept(type)), ttlMs, readTo: performance.now()}
  }

  /** The reply to a command such as HLEN. */
  async count(command: string): Promise<number> {
    const [reply] = await this.ask([[command, this.key]])
    return Number(accept(reply))
  }

  ask(commands: readonly Command[]): Promise<WireReply[]> {
    return this.pipeline.send(commands)
  }

  /** Deletes the key unless somebody has changed it. Never rejects for what a server or the network does. */
  async giveAway(): Promise<HandOver> {
    try {
      // No reply at all: the key was touched.
      const [reply] = await this.wire.transaction([['UNLINK', this.key]])
      return reply === undefined ? 'changed' : reply.error ? 'refused' : 'given'
    } catch (error) {
      if (!isServerError(error)) throw error
      if (error instanceof ConnectionLost) return 'unknown'
      // ASK: the key is gone, because a client has deleted it or it has expired.
      return /\bASK\b/.test(error.message) ? 'changed' : 'refused'
    }
  }
}

/** PTTL of a key that does not exist. */
const NO_SUCH_KEY = -2
