import {type SizedKey, type ScriptScan, type Sizes, toScan, withSizes} from './key-sizes.js'
import {DatabasePipeline} from './database-pipeline.js'
import {type DumpedKey, timeLeft} from './dumped-key.js'
import {type ReplacedKey, type RestoredKey, sha1, ttlToRestore} from './restored-key.js'
import {dumpAt, type HistoryPlace, historyPlaceIn, type KeyAt} from './dump-at.js'
import {ReplyRefused} from './errors.js'
import {parseInfo, runIdIn} from './info.js'
import {isAtLeast} from '../domain/version.js'
import {EXISTING, REMOVE_IF_SAME, RESTORE_IF_SAME, SCAN_WITH_SIZES, SIZED_ALONE, SUMS} from './key-scripts.js'
import {BIG_BYTES, digestInPieces} from './digest-in-pieces.js'
import type {MigrateTarget} from './slot-client.js'
import {type KeyDigest, readDigests} from './read-digests.js'
import {accept, type Command, type Wire, type WireReply} from './wire.js'

type Migration = {
  readonly db: number
  readonly toDb: number
  readonly target: MigrateTarget
  readonly copy: boolean
  readonly replace: boolean
}

/**
 * A connection for reading and writing whole keys, on any server. Methods reject if the connection fails. If they
 * take many keys, an error reply belongs to the key that it answers.
 */
export interface KeyClient {
  scan(
    db: number,
    cursor: string,
    count: number,
  ): Promise<{readonly cursor: string; readonly keys: readonly SizedKey[]}>
  /** One MIGRATE of all keys; undefined for success, and if none of them exists any more. */
  migrate(keys: readonly Buffer[], how: Migration): Promise<Error | undefined>
  dump(db: number, keys: readonly Buffer[]): Promise<(DumpedKey | Error | undefined)[]>
  restore(db: number, keys: readonly RestoredKey[], replace: boolean): Promise<(Error | undefined)[]>
  exist(db: number, keys: readonly Buffer[]): Promise<(boolean | Error)[]>
  /** As many keys, chosen at random; the same one may be among them more than once. */
  random(db: number, count: number): Promise<Buffer[]>
  /** Undefined for a key that does not exist. */
  digest(db: number, keys: readonly Buffer[]): Promise<(KeyDigest | Error | undefined)[]>
  /**
   * Digests of DUMP, which cost far less and may differ for equal values that are stored in different ways; TOO_BIG for a
   * value that is too large for that. Undefined if scripts are refused.
   */
  sums(db: number, keys: readonly Buffer[]): Promise<(KeyDigest | undefined)[] | undefined>
  /** As `digest`, for one key of any size, which is read in pieces. */
  digestInPieces(db: number, key: Buffer): Promise<KeyDigest | Error | undefined>
  /** Which keys are too large to be read at once; where that is not known, none is. */
  areBig(db: number, keys: readonly Buffer[]): Promise<boolean[]>
  /** Deletes those whose value has not changed since they were dumped. Returns for each whether it is gone now. */
  removeIfSame(db: number, keys: readonly DumpedKey[]): Promise<boolean[]>
  /**
   * Replaces those that have not changed since \`before\` was dumped, or that still do not exist. Returns for each whether it
   * was replaced, or the error.
   */
  restoreIfSame(db: number, keys: readonly ReplacedKey[]): Promise<(boolean | Error)[]>
  /** As `dump`, with the place of the replication stream at which the keys were so. */
  dumpAt(db: number, keys: readonly Buffer[], inCluster: boolean): Promise<KeyAt[]>
  /** The place of the replication stream that the server has come to. */
  historyPlace(): Promise<HistoryPlace>
  /** Runs commands as they are, in their order, all sent at once. */
  execute(db: number, commands: readonly Command[]): Promise<WireReply[]>
  size(db: number): Promise<number>
  /** Whether the server has a database with this number. Nodes of a cluster have 0, and from Valkey 9 on more. */
  hasDatabase(db: number): Promise<boolean>
  info(): Promise<string>
  isOpen(): boolean
  close(): void
}

/**
 * After this many scans without a big key, only some keys are measured, because measuring takes a server longer than
 * finding them.
 */
const SMALL_SCANS = 3
const MEASURED_SCAN_OF = 4
const MEASURED_KEY_OF = 4
/** Time passes between the clock of this process and the server's check of the time to live. */
const TTL_TOLERANCE_MS = 1000

/** The key client of one open connection. */
export class KeyConnection implements KeyClient {
  private readonly pipeline: DatabasePipeline
  /** The command for scripts that write nothing. */
  private evaluate: 'EVAL' | 'EVAL_RO' = 'EVAL'
  private scans = 0
  /** Average size of a small key when some were last measured. */
  private usualBytes: number | undefined
  private scripts = true
  /** Whether the server reports sizes although it refuses scripts. */
  private sizes = true
  /** Number of consecutive scans without a big key. */
  private smallScans = 0

  constructor(wire: Wire) {
    this.pipeline = new DatabasePipeline(wire)
  }

  /**
   * From now on uses scripts only where they cannot write: a server whose clients are paused (CLIENT PAUSE WRITE, Redis 6.2)
   * runs no others. EVAL_RO exists since 7.0, so 6.2 gets none.
   */
  async writeNoScripts(): Promise<void> {
    const {software, version} = parseInfo(await this.info())
    const pausesWrites = software === 'valkey' || isAtLeast(version, 6, 2)
    if (!pausesWrites) return
    this.evaluate = 'EVAL_RO'
    this.scripts = software === 'valkey' || isAtLeast(version, 7)
  }

  async scan(db: number, cursor: string, count: number) {
    const seemsSmall = this.smallScans >= SMALL_SCANS
    const measures = !seemsSmall || this.scans++ % MEASURED_SCAN_OF === 0
    if (measures && this.scripts) {
      const step = seemsSmall ? MEASURED_KEY_OF : 1
      const [found] = await this.pipeline.sendIn(db, [
        [this.evaluate, SCAN_WITH_SIZES, 0, cursor, count, SIZED_ALONE, step],
      ])
      if (found && !found.error) {
        const reply = found.value as ScriptScan
        return {cursor: reply[0].toString(), keys: this.learn(toScan(reply))}
      }
      this.scripts = false
    }
    const [found] = await this.pipeline.sendIn(db, [['SCAN', cursor, 'COUNT', count]])
    const [next, keys] = accept(found) as [Buffer, Buffer[]]
    const measured = measures && this.sizes ? await this.measure(db, keys) : undefined
    return {cursor: next.toString(), keys: measured ?? keys.map((key) => ({key, bytes: this.usualBytes}))}
  }

  /** The sizes of keys if scripts are refused; undefined if sizes are refused as well. */
  private async measure(db: number, keys: readonly Buffer[]): Promise<readonly SizedKey[] | undefined> {
    const replies = await this.pipeline.sendIn(
      db,
      keys.map((key): Command => ['MEMORY', 'USAGE', key]),
    )
    this.sizes = keys.length === 0 || replies.some(({error}) => !error)
    return this.sizes ? this.learn(withSizes(keys, replies)) : undefined
  }

  private learn({keys, usual, isSmall}: Sizes): readonly SizedKey[] {
    this.smallScans = isSmall ? this.smallScans + 1 : 0
    this.usualBytes = usual
    return keys
  }

  async migrate(keys: readonly Buffer[], {db, toDb, target, copy, replace}: Migration) {
    const {host, port, timeoutMs, user, password} = target
    // KEYS must be last, and the key before it must be empty (Redis 3.0.6). AUTH exists since 4.0.7, AUTH2 since 6.0.
    const login = user === undefined ? ['AUTH', password ?? ''] : ['AUTH2', user, password ?? '']
    const options = [
      ...(copy ? ['COPY'] : []),
      ...(replace ? ['REPLACE'] : []),
      ...(password === undefined ? [] : login),
    ]
    const [reply] = await this.pipeline.sendIn(db, [
      ['MIGRATE', host, port, '', toDb, timeoutMs, ...options, 'KEYS', ...keys],
    ])
    return reply?.error
  }

  async dump(db: number, keys: readonly Buffer[]) {
    const readFrom = performance.now()
    const replies = await this.pipeline.sendIn(
      db,
      keys.flatMap((key): Command[] => [
        ['DUMP', key],
        ['PTTL', key],
      ]),
    )
    const readTo = performance.now()
    return keys.map((key, at): DumpedKey | Error | undefined => {
      const [said, left] = [replies[2 * at], replies[2 * at + 1]]
      const error = said?.error ?? left?.error
      if (error) return error
      const payload = accept(said) as Buffer | null
      const ttlMs = Number(accept(left))
      return payload === null || ttlMs === -2 ? undefined : {key, payload, ttlMs, readFrom, readTo}
    })
  }

  async restore(db: number, keys: readonly RestoredKey[], replace: boolean) {
    const commands = keys.map((one): Command => {
      return ['RESTORE', one.key, ttlToRestore(one), one.payload, ...(replace ? ['REPLACE'] : [])]
    })
    return (await this.pipeline.sendIn(db, commands)).map(({error}) => error)
  }

  async exist(db: number, keys: readonly Buffer[]) {
    if (keys.length === 0) return []
    const [found] = this.scripts
      ? await this.pipeline.sendIn(db, [[this.evaluate, EXISTING, 0, ...keys]])
      : []
    if (found && !found.error) {
      const places = new Set(found.value as number[])
      return keys.map((_, at) => places.has(at))
    }
    const commands = keys.map((key): Command => ['EXISTS', key])
    return (await this.pipeline.sendIn(db, commands)).map(({error, value}) => error ?? Number(value) === 1)
  }

  async random(db: number, count: number) {
    const commands = Array.from({length: count}, (): Command => ['RANDOMKEY'])
    const replies = await this.pipeline.sendIn(db, commands)
    return replies.flatMap((reply) => (accept(reply) as Buffer | null) ?? [])
  }

  async digest(db: number, keys: readonly Buffer[]) {
    return readDigests(keys, (commands) => this.pipeline.sendIn(db, commands))
  }

  digestInPieces(db: number, key: Buffer) {
    return digestInPieces(key, (commands) => this.pipeline.sendIn(db, commands))
  }

  async areBig(db: number, keys: readonly Buffer[]) {
    const commands = keys.map((key): Command => ['MEMORY', 'USAGE', key])
    return (await this.pipeline.sendIn(db, commands)).map(
      ({error, value}) => !error && Number(value) > BIG_BYTES,
    )
  }

  async sums(db: number, keys: readonly Buffer[]) {
    if (!this.scripts) return undefined
    const readFrom = performance.now()
    const [reply] = await this.pipeline.sendIn(db, [[this.evaluate, SUMS, 0, BIG_BYTES, ...keys]])
    const readTo = performance.now()
    if (!reply || reply.error) return undefined
    const words = reply.value as (Buffer | number)[]
    return keys.map((_, at): KeyDigest | undefined => {
      const digest = String(words[2 * at])
      return digest === '' ? undefined : {digest, ttlMs: Number(words[2 * at + 1]), readFrom, readTo}
    })
  }

  async removeIfSame(db: number, keys: readonly DumpedKey[]) {
    const now = performance.now()
    const commands = keys.map(({key, payload, ttlMs, readTo}): Command => {
      const left = timeLeft({ttlMs, readTo}, now)
      return ['EVAL', REMOVE_IF_SAME, 1, key, sha1(payload), left, TTL_TOLERANCE_MS]
    })
    return (await this.pipeline.sendIn(db, commands)).map((reply) => Number(accept(reply)) === 1)
  }

  async restoreIfSame(db: number, keys: readonly ReplacedKey[]) {
    const commands = keys.map((one): Command => {
      const {key, payload, before} = one
      const had = before ? [sha1(before.payload), timeLeft(before), TTL_TOLERANCE_MS] : ['']
      return ['EVAL', RESTORE_IF_SAME, 1, key, ttlToRestore(one), payload, ...had]
    })
    const replies = await this.pipeline.sendIn(db, commands)
    return replies.map(({error, value}) => error ?? Number(value) === 1)
  }

  dumpAt(db: number, keys: readonly Buffer[], inCluster: boolean) {
    return dumpAt(keys, inCluster, (commands) => this.pipeline.sendIn(db, commands))
  }

  async historyPlace() {
    const text = await this.info()
    return historyPlaceIn(text, runIdIn(text))
  }

  execute(db: number, commands: readonly Command[]) {
    return this.pipeline.sendIn(db, commands)
  }

  async size(db: number) {
    return Number(accept((await this.pipeline.sendIn(db, [['DBSIZE']]))[0]))
  }

  async hasDatabase(db: number) {
    try {
      await this.pipeline.sendIn(db, [])
      return true
    } catch (error) {
      if (error instanceof ReplyRefused) return false
      throw error
    }
  }

  async info() {
    return String(accept((await this.pipeline.send([['INFO']]))[0]))
  }

  isOpen(): boolean {
    return this.pipeline.isOpen()
  }

  close(): void {
    this.pipeline.close()
  }
}
