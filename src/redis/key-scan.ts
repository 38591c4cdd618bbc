import type {MeasuredKey} from '../domain/key-tally.js'
import {unlessRefused} from './errors.js'
import {runIdIn} from './info.js'
import {accept, type Command, type Wire, type WireReply} from './wire.js'

/** Keys for each SCAN. */
const BATCH = 200

/** The slot of the key is being moved, so this node may not have the key any more. */
const MOVING: ReadonlySet<string> = new Set(['ASK', 'MOVED', 'TRYAGAIN'])

/** The next keys of a database with their sizes. */
export type ScannedKeys = {
  /** Where the next ones begin; `0` at the end. */
  readonly cursor: string
  readonly keys: readonly MeasuredKey[]
  /** The number of keys, also of those that are no longer the node's own. */
  readonly found: number
}

/** Reads keys and their sizes on one connection. All methods reject with ReplyRefused if a command is refused. */
export class KeyScanner {
  private readonly wire: Wire
  /** The database of the connection; nobody else may change it. */
  private db = 0

  constructor(wire: Wire) {
    this.wire = wire
  }

  /** Lets the connection read from a replica, too. Returns the run id of the process; empty if it does not tell. */
  async begin(): Promise<string> {
    // A replica sends clients to its primary otherwise. A primary accepts it, too.
    await this.wire.call('READONLY').catch(unlessRefused)
    const info = await this.wire.call('INFO', 'server').catch(unlessRefused)
    return (typeof info === 'string' ? runIdIn(info) : undefined) ?? ''
  }

  /**
   * The next keys of a database, by SCAN and MEMORY USAGE (Redis 4.0). SCAN returns keys in the order of their hashes,
   * so a part of them is a random sample.
   */
  async next(db: number, cursor: string): Promise<ScannedKeys> {
    await this.select(db)
    const [next, keys] = (await this.wire.callBytes('SCAN', cursor, 'COUNT', BATCH)) as [Buffer, Buffer[]]
    return {cursor: next.toString(), keys: await this.measure(keys), found: keys.length}
  }

  /** The types of keys of one database, such as `hash`; `none` also if the node no longer has the slot. */
  async types(db: number, keys: readonly Buffer[]): Promise<string[]> {
    await this.select(db)
    const replies = await this.wire.callAll(keys.map((key): Command => ['TYPE', key]))
    return keys.map((_key, at) => typeOf(replies[at]))
  }

  private async select(db: number): Promise<void> {
    if (db === this.db) return
    await this.wire.call('SELECT', db)
    this.db = db
  }

  private async measure(keys: readonly Buffer[]): Promise<MeasuredKey[]> {
    const replies = await this.wire.callAll(keys.map((key): Command => ['MEMORY', 'USAGE', key]))
    return replies.flatMap((reply, at) => {
      const key = keys[at]
      if (key === undefined || MOVING.has(reply.error?.code ?? '')) return []
      // Nil if the key no longer exists.
      return [{key, bytes: Number(accept(reply) ?? 0)}]
    })
  }
}

function typeOf(reply: WireReply | undefined): string {
  return typeof reply?.value === 'string' ? reply.value : 'none'
}
