import {type DumpedKey, timeLeft} from './dumped-key.js'
import {createHash} from 'node:crypto'
import type {SlotChange, KeysInSlot, Refused} from './slot-change.js'
import type {NodeId} from '../domain/node.js'
import {runIdIn} from './info.js'
import {DatabasePipeline} from './database-pipeline.js'
import {REMOVE_IF_SAME} from './key-scripts.js'
import {
  CLOSE_EMPTY,
  COUNTS,
  KEYS_AND_SIZES,
  scriptWords,
  SET_SLOTS,
  setSlotWords,
  SIZED_ALONE,
  toReplyError,
  toSlotKeys,
} from './slot-scripts.js'
import {readDigests} from './read-digests.js'
import {accept, type Command, type WireReply, type Wire} from './wire.js'

/** `takes`: the id of the node itself, if it may take slots that it was importing without announcing each of them. */
export type ByScript = {readonly takes: NodeId | undefined}

/** Keys of one slot, to be sent to another node in one MIGRATE. */
export type KeyBatch = {readonly db: number; readonly keys: readonly Buffer[]}

/**
 * Where and how MIGRATE sends: the address at which the source reaches the target, and credentials for the target.
 */
export type MigrateTarget = {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  readonly user: string | undefined
  readonly password: string | undefined
}

/**
 * A separate connection to one node, for moving slots key by key. Methods take many items and send them all at once.
 * They reject if the connection fails; an error reply belongs to the item that it answers.
 */
export interface SlotClient {
  /**
   * `byScript`: as one command, which costs both ends far less. Not on Valkey, where SETSLOT waits for replicas and a
   * script cannot; and not for a change that may take the node's last slot and make it a replica.
   */
  setSlots(changes: readonly SlotChange[], byScript?: ByScript): Promise<Refused[]>
  /**
   * SETSLOT STABLE for slots of which the node holds no keys. Returns the other slots, which are not changed. Not on
   * Valkey, which cannot do this in one command. Undefined if scripts are refused.
   */
  closeEmpty(slots: readonly number[]): Promise<number[] | undefined>
  /** Up to `limit` keys of each slot. */
  keysInSlots(db: number, slots: readonly number[], limit: number): Promise<KeysInSlot[]>
  countKeys(db: number, slots: readonly number[]): Promise<number[]>
  /** Databases that hold keys. */
  databases(): Promise<number[]>
  /** Blocks the server until the keys are sent and deleted (Redis 3.0.6 and later). */
  migrate(batches: readonly KeyBatch[], target: MigrateTarget, replace: boolean): Promise<Refused[]>
  /** The DUMP of keys (serialized value, version and checksum), also of an importing slot; undefined: no such key. */
  dump(db: number, keys: readonly Buffer[]): Promise<(DumpedKey | undefined)[]>
  /**
   * Digests of values, which are equal even if the values are stored in different ways; also of an importing slot;
   * undefined: no such key.
   */
  digests(db: number, keys: readonly Buffer[]): Promise<(string | undefined)[]>
  /**
   * Deletes keys that have not changed since they were dumped, also of an importing slot. Returns for each whether it
   * is gone now. Undefined if scripts are refused; then nothing is deleted.
   */
  removeIfSame(db: number, dumped: readonly DumpedKey[]): Promise<boolean[] | undefined>
  /** Deletes keys, also of an importing slot, whatever their value is. */
  remove(db: number, keys: readonly Buffer[]): Promise<void>
  /** Changes when the server restarts; undefined if INFO is refused. */
  runId(): Promise<string | undefined>
  ping(): Promise<void>
  /** How often the server has read from any client since it started (Redis 6.0); undefined if it does not say. */
  reads(): Promise<number | undefined>
  isOpen(): boolean
  close(): void
}

/** The approximate number of reads that these connections caused on a node. */
export type Count = {reads: number}

/** How much a server reads at a time; the estimate of a word includes the protocol overhead. */
const READ_BYTES = 16_384
const WORD_BYTES = 30

/** The slot client of one open connection. */
export class SlotConnection implements SlotClient {
  private readonly pipeline: DatabasePipeline
  private scripts = true

  /** `count` increases with what is sent. */
  constructor(wire: Wire, count: Count) {
    this.pipeline = new DatabasePipeline(wire, (commands) => {
      const words = commands.reduce((sum, command) => sum + command.length, 0)
      count.reads += 1 + Math.floor((words * WORD_BYTES) / READ_BYTES)
    })
  }

  async setSlots(changes: readonly SlotChange[], byScript?: ByScript): Promise<Refused[]> {
    const replies = byScript && (await this.runScript(0, SET_SLOTS, scriptWords(changes, byScript.takes)))
    if (replies) return replies.map((reply) => toReplyError(String(reply)))
    const commands = changes.map((change): Command => ['CLUSTER', 'SETSLOT', ...setSlotWords(change)])
    return (await this.pipeline.send(commands)).map(({error}) => error)
  }

  async closeEmpty(slots: readonly number[]): Promise<number[] | undefined> {
    const counts = await this.runScript(0, CLOSE_EMPTY, slots)
    return counts && slots.filter((_, at) => counts[at] !== 0)
  }

  async keysInSlots(db: number, slots: readonly number[], limit: number): Promise<KeysInSlot[]> {
    const lists = await this.runScript(db, KEYS_AND_SIZES, [limit, SIZED_ALONE, ...slots])
    if (lists) return (lists as [Buffer[], number, number[]][]).map(toSlotKeys)
    const commands = slots.map((slot): Command => ['CLUSTER', 'GETKEYSINSLOT', slot, limit])
    const keys = (await this.pipeline.sendIn(db, commands)).map((reply) => accept(reply) as Buffer[])
    return Promise.all(keys.map(async (some) => ({keys: some, bytes: await this.sizesOf(db, some)})))
  }

  async countKeys(db: number, slots: readonly number[]): Promise<number[]> {
    const counts = await this.runScript(db, COUNTS, slots)
    if (counts) return counts as number[]
    const commands = slots.map((slot): Command => ['CLUSTER', 'COUNTKEYSINSLOT', slot])
    return (await this.pipeline.sendIn(db, commands)).map((reply) => Number(accept(reply)))
  }

  private async sizesOf(db: number, keys: readonly Buffer[]): Promise<(number | undefined)[]> {
    const commands = keys.map((key): Command => ['MEMORY', 'USAGE', key])
    // Refused before Redis 4, and for users without the permission: then sizes are unknown, which is not an error.
    return (await this.pipeline.sendIn(db, commands)).map(({value}) =>
      typeof value === 'number' ? value : undefined,
    )
  }

  /** A script asks many questions at the cost of one command. Undefined if it is refused. */
  private async runScript(
    db: number,
    script: string,
    args: readonly (string | number)[],
  ): Promise<unknown[] | undefined> {
    if (!this.scripts) return undefined
    const [reply] = await this.pipeline.sendIn(db, [['EVAL', script, 0, ...args]])
    const error = reply?.error
    if (!error) return accept(reply) as unknown[]
    // A key that is gone from an open slot makes the script fail too, but not the next one.
    this.scripts = /\b(ASK|MOVED|TRYAGAIN|CLUSTERDOWN|BUSY|LOADING)\b/.test(error.message)
    return undefined
  }

  async databases(): Promise<number[]> {
    const [reply] = await this.pipeline.send([['INFO', 'keyspace']])
    return [...String(accept(reply)).matchAll(/^db(\d+):keys=/gm)].map(([, db]) => Number(db))
  }

  async migrate(batches: readonly KeyBatch[], target: MigrateTarget, replace: boolean): Promise<Refused[]> {
    const replies: WireReply[] = []
    for (const group of byDatabase(batches)) {
      const commands = group.map((batch) => migrateCommand(batch, target, replace))
      replies.push(...(await this.pipeline.sendIn(group[0]?.db ?? 0, commands)))
    }
    return replies.map(({error}) => error)
  }

  async dump(db: number, keys: readonly Buffer[]): Promise<(DumpedKey | undefined)[]> {
    const readFrom = performance.now()
    const replies = await this.askForEach(
      db,
      keys.flatMap((key): Command[] => [
        ['DUMP', key],
        ['PTTL', key],
      ]),
    )
    const readTo = performance.now()
    return keys.map((key, at) => {
      const payload = acceptHere(replies[2 * at])
      const ttlMs = Number(acceptHere(replies[2 * at + 1]))
      return Buffer.isBuffer(payload) && ttlMs !== NO_SUCH_KEY
        ? {key, payload, ttlMs, readFrom, readTo}
        : undefined
    })
  }

  async digests(db: number, keys: readonly Buffer[]): Promise<(string | undefined)[]> {
    const found = await readDigests(keys, (commands) => this.askForEach(db, commands))
    return found.map((one) => {
      if (one instanceof Error && !/^ASK\b/.test(one.message)) throw one
      return one instanceof Error ? undefined : one?.digest
    })
  }

  async removeIfSame(db: number, dumped: readonly DumpedKey[]): Promise<boolean[] | undefined> {
    const replies = await this.askForEach(
      db,
      dumped.map(({key, payload, ttlMs, readTo}): Command => {
        const sum = createHash('sha1').update(payload).digest('hex')
        const left = timeLeft({ttlMs, readTo})
        return ['EVAL', REMOVE_IF_SAME, 1, key, sum, left, TTL_TOLERANCE_MS]
      }),
    )
    const refused = replies.some(
      ({error}) => error && /NOPERM|unknown command|redis\.sha1hex/i.test(error.message),
    )
    return refused ? undefined : replies.map((reply) => Number(acceptHere(reply) ?? 1) === 1)
  }

  async remove(db: number, keys: readonly Buffer[]): Promise<void> {
    const commands = keys.map((key): Command => ['DEL', key])
    for (const reply of await this.askForEach(db, commands)) acceptHere(reply)
  }

  /** ASKING applies only to the next command, and does no harm if it is not needed. */
  private async askForEach(db: number, commands: readonly Command[]): Promise<WireReply[]> {
    const asked = commands.flatMap((command): Command[] => [['ASKING'], command])
    return (await this.pipeline.sendIn(db, asked)).filter((_, at) => at % 2 === 1)
  }

  async runId(): Promise<string | undefined> {
    const [reply] = await this.pipeline.send([['INFO', 'server']])
    return runIdIn(String(reply?.value))
  }

  async ping(): Promise<void> {
    accept((await this.pipeline.send([['PING']]))[0])
  }

  async reads(): Promise<number | undefined> {
    const [reply] = await this.pipeline.send([['INFO', 'stats']])
    const found = /^total_reads_processed:(\d+)/m.exec(String(reply?.value))
    return found ? Number(found[1]) : undefined
  }

  isOpen(): boolean {
    return this.pipeline.isOpen()
  }

  close(): void {
    this.pipeline.close()
  }
}

/** PTTL of a key that does not exist. */
const NO_SUCH_KEY = -2
/** Time passes between the clock of this process and the server's check of the time to live. */
const TTL_TOLERANCE_MS = 2000

/** The value; undefined for a key that is no longer in a migrating slot, for which the server answers ASK. */
function acceptHere(reply: WireReply | undefined): unknown {
  return reply?.error && /^ASK\b/.test(reply.error.message) ? undefined : accept(reply)
}

/** KEYS must be last, and the key before it must be empty (Redis 3.0.6). AUTH exists since 4.0.7, AUTH2 since 6.0. */
function migrateCommand({db, keys}: KeyBatch, target: MigrateTarget, replace: boolean): Command {
  const {host, port, timeoutMs, user, password} = target
  const login = user === undefined ? ['AUTH', password ?? ''] : ['AUTH2', user, password ?? '']
  return [
    'MIGRATE',
    host,
    port,
    '',
    db,
    timeoutMs,
    ...(replace ? ['REPLACE'] : []),
    ...(password === undefined ? [] : login),
    'KEYS',
    ...keys,
  ]
}

function byDatabase(batches: readonly KeyBatch[]): KeyBatch[][] {
  const groups: KeyBatch[][] = []
  for (const batch of batches) {
    const last = groups.at(-1)
    if (last?.[0]?.db === batch.db) last.push(batch)
    else groups.push([batch])
  }
  return groups
}
