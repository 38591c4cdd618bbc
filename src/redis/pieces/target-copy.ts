import {DatabasePipeline} from '../database-pipeline.js'
import {BY_EFFECT} from '../key-scripts.js'
import {accept, type Command, type Wire} from '../wire.js'
import {connectionId, endConnection} from './end-connection.js'

/**
 * KEYS: the copy. ARGV: the key, the command that counts elements, the least and the highest number of them, and the
 * times to live of the key (-1: forever) and of a note, in milliseconds. Gives the copy the name of the key, if it is complete. The copy has a
 * time to live from its first piece on; one that has none was deleted and begun again by a later piece. The key has to
 * exist before, because a server answers TRYAGAIN to RENAME in an importing slot otherwise. The note takes the name of
 * the copy, and says that the key is a copy: if this process dies now, both nodes have the key.
 */
const NAME_COPY = `
  ${BY_EFFECT}
  if redis.call('PTTL', KEYS[1]) <= 0 then return 'lost' end
  local elements = redis.call(ARGV[2], KEYS[1])
  if elements < tonumber(ARGV[3]) or elements > tonumber(ARGV[4]) then return 'incomplete' end
  if redis.call('EXISTS', ARGV[1]) == 1 then return 'exists' end
  redis.call('SET', ARGV[1], '')
  if tonumber(ARGV[5]) < 0 then redis.call('PERSIST', KEYS[1])
  else redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
  redis.call('RENAME', KEYS[1], ARGV[1])
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[6])
  return 'named'`

/** What a target said when a copy was to get the name of its key. */
export type NamingReply = 'named' | 'lost' | 'incomplete' | 'exists'

/** What a copy has to have to be complete. */
export type Completeness = {
  readonly count: string
  readonly least: number
  readonly most: number
  /** -1: forever. */
  readonly ttlMs: number
}

/** For how long an incomplete copy lives if nobody deletes it, in milliseconds. */
const LIFE_MS = 3_600_000

/** The copy of a key on the node that imports its slot: first under a name of its own, then under that of the key. */
export class TargetCopy {
  readonly name: Buffer
  private readonly wire: Wire
  private readonly pipeline: DatabasePipeline
  private readonly db: number
  private isBegun = false
  private limitedAt = 0
  private id: string | undefined

  private constructor(wire: Wire, db: number, name: Buffer) {
    this.wire = wire
    this.pipeline = new DatabasePipeline(wire)
    this.db = db
    this.name = name
  }

  /** `name`: of the copy, in the slot of the key. */
  static async open(wire: Wire, db: number, name: Buffer): Promise<TargetCopy> {
    const copy = new TargetCopy(wire, db, name)
    copy.id = await connectionId(wire)
    return copy
  }

  /** Whether the target has a key, which may be a copy that another move has left. */
  async has(key: Buffer): Promise<boolean> {
    return Number(await this.askOne(['EXISTS', key])) === 1
  }

  /** Adds a piece. Throws ReplyRefused at an error reply. */
  async add(writes: readonly Command[]): Promise<void> {
    if (writes.length === 0) return
    const limit: Command[] = this.isBegun ? [] : [['PEXPIRE', this.name, LIFE_MS]]
    this.isBegun = true
    if (limit.length > 0) this.limitedAt = performance.now()
    const [first, ...others] = writes
    // Right after the first command, so that no copy is ever without it.
    const commands = first ? [first, ...limit, ...others] : []
    const asked = commands.flatMap((command): Command[] => [['ASKING'], command])
    for (const reply of await this.pipeline.sendIn(this.db, asked)) accept(reply)
  }

  /** Lets a copy live on that takes long; to be called from time to time. If it is lost, it is not made again. */
  async prolong(): Promise<void> {
    if (!this.isBegun || performance.now() - this.limitedAt < LIFE_MS / 4) return
    this.limitedAt = performance.now()
    await this.askOne(['PEXPIRE', this.name, LIFE_MS])
  }

  /**
   * Gives a complete copy the name of the key, and watches the key from then on: as long as its source has it, nobody
   * is sent to the copy.
   */
  async giveName(key: Buffer, {count, least, most, ttlMs}: Completeness): Promise<NamingReply> {
    const script: Command = ['EVAL', NAME_COPY, 1, this.name, key, count, least, most, ttlMs, LIFE_MS]
    const replies = await this.pipeline.sendIn(this.db, [['ASKING'], script, ['ASKING'], ['WATCH', key]])
    const naming = String(accept(replies[1])) as NamingReply
    accept(replies[3])
    return naming
  }

  /** Deletes the key again unless a client was sent to it and has changed it. Returns whether it is gone. */
  async takeBack(key: Buffer): Promise<boolean> {
    const asking = this.wire.call('ASKING')
    const [[reply]] = await Promise.all([this.wire.transaction([['UNLINK', key]]), asking])
    return reply !== undefined && !reply.error
  }

  /**
   * Deletes a key that the target has although its source may have it too, and returns whether it is gone. `isServed`:
   * whether the source has it, so that nobody is sent here; asked when a change of the key would be noticed.
   */
  async clear(key: Buffer, isServed: () => Promise<boolean>): Promise<boolean> {
    const [, watching] = await this.pipeline.sendIn(this.db, [['ASKING'], ['WATCH', key]])
    accept(watching)
    return (await isServed()) && (await this.takeBack(key))
  }

  /** Deletes what there is of an incomplete copy, and the note that a key is a copy. */
  async discard(): Promise<void> {
    if (this.isBegun) await this.askOne(['UNLINK', this.name])
  }

  /** Like `discard`, on another connection, after this one failed; what is still on its way is not executed. */
  async discardOn(other: Wire): Promise<void> {
    await endConnection(other, this.id)
    const copy = new TargetCopy(other, this.db, this.name)
    copy.isBegun = this.isBegun
    await copy.discard()
  }

  private async askOne(command: Command): Promise<unknown> {
    const [, reply] = await this.pipeline.sendIn(this.db, [['ASKING'], command])
    return accept(reply)
  }
}
