import {createHash} from 'node:crypto'
import type {Redis} from 'ioredis'
import type {NodeId} from '../domain/node.js'
import {disconnect} from './connection.js'
import {toFailure} from './failure.js'
import type {Limits} from './failure.js'
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

/** What CLUSTER SETSLOT may say of a slot. */
export type SlotState =
  | {readonly state: 'importing' | 'migrating' | 'node'; readonly peer: NodeId}
  | {readonly state: 'stable'}

export type SlotChange = {readonly slot: number} & SlotState

/** `takes`: the id of the node itself, where it may take slots that it was importing without telling all others of each. */
export type ByScript = {readonly takes: NodeId | undefined}

/** Keys of one slot, to be sent to another node in one MIGRATE. */
export type KeyBatch = {readonly db: number; readonly keys: readonly Buffer[]}

/** Keys that a slot holds, with the bytes of memory that each takes; undefined where the server does not tell. */
export type SlotKeys = {readonly keys: readonly Buffer[]; readonly bytes: readonly (number | undefined)[]}

/** A key with what DUMP said of it. */
export type Dumped = {readonly key: Buffer; readonly payload: Buffer}

/** Where and how MIGRATE sends: the address as the source can reach it, and credentials for the target. */
export type MigrateTarget = {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  readonly user: string | undefined
  readonly password: string | undefined
}

/** What a server answered to one command of many: undefined for success, else the error reply. */
export type Refused = Error | undefined

/**
 * A connection of its own to one node, for moving slots key by key. Methods take many items and send them in one go.
 * They reject when the connection fails; an error reply is told for the item it answers.
 */
export interface SlotClient {
  /**
   * `byScript`: as one command, which costs both ends far less. Not on Valkey, where SETSLOT waits for replicas and a
   * script cannot; not for a change that may take the node's last slot and make it a replica.
   */
  setSlots(changes: readonly SlotChange[], byScript?: ByScript): Promise<Refused[]>
  /**
   * SETSLOT STABLE for slots of which the node holds no keys; the others, which it returns, are left as they are. Not on
   * Valkey, which cannot do this as one command. Undefined where scripts are refused.
   */
  closeEmpty(slots: readonly number[]): Promise<number[] | undefined>
  /** Up to `limit` keys of each slot. */
  keysInSlots(db: number, slots: readonly number[], limit: number): Promise<SlotKeys[]>
  countKeys(db: number, slots: readonly number[]): Promise<number[]>
  /** Databases that hold keys. */
  databases(): Promise<number[]>
  /** Holds the server until the keys are sent and deleted: Redis 3.0.6 and later. */
  migrate(batches: readonly KeyBatch[], target: MigrateTarget, replace: boolean): Promise<Refused[]>
  /** What DUMP says of keys (serialised value, version and checksum), also of an importing slot; undefined: no such key. */
  dump(db: number, keys: readonly Buffer[]): Promise<(Buffer | undefined)[]>
  /** Milliseconds that keys still have to live; -1: for ever. */
  timesToLive(db: number, keys: readonly Buffer[]): Promise<number[]>
  /**
   * Deletes keys, also of an importing slot, that still have the value they were dumped with, and tells for each whether
   * it is gone now. Where scripts are refused it deletes them as they are.
   */
  removeIfSame(db: number, dumped: readonly Dumped[]): Promise<boolean[]>
  ping(): Promise<void>
  /** How often the server has read from any client since it started (Redis 6.0); undefined where it does not tell. */
  reads(): Promise<number | undefined>
  isOpen(): boolean
  close(): void
}

/** About how often a node had to read what this tool sent it over such connections. */
export type Count = {reads: number}

/** A server reads so much at a time; a word is taken to be that long, with what the protocol adds. */
const READ_BYTES = 16_384
const WORD_BYTES = 30

/** The slot client of one open connection. */
export class SlotConnection implements SlotClient {
  private readonly redis: Redis
  private readonly limits: Limits
  private readonly count: Count
  private selected = 0
  private scripts = true

  /** `count` goes up with what is sent. */
  constructor(redis: Redis, limits: Limits, count: Count) {
    this.redis = redis
    this.limits = limits
    this.count = count
  }

  async setSlots(changes: readonly SlotChange[], byScript?: ByScript): Promise<Refused[]> {
    const replies = byScript && (await this.runScript(0, SET_SLOTS, scriptWords(changes, byScript.takes)))
    if (replies) return replies.map((reply) => toReplyError(String(reply)))
    const commands = changes.map((change): Command => ['CLUSTER', 'SETSLOT', ...setSlotWords(change)])
    return (await this.send(commands)).map(({error}) => error)
  }

  async closeEmpty(slots: readonly number[]): Promise<number[] | undefined> {
    const counts = await this.runScript(0, CLOSE_EMPTY, slots)
    return counts && slots.filter((_, at) => counts[at] !== 0)
  }

  async keysInSlots(db: number, slots: readonly number[], limit: number): Promise<SlotKeys[]> {
    const lists = await this.runScript(db, KEYS_AND_SIZES, [limit, SIZED_ALONE, ...slots])
    if (lists) return (lists as [Buffer[], number, number[]][]).map(toSlotKeys)
    const commands = slots.map((slot): Command => ['CLUSTER', 'GETKEYSINSLOT', slot, limit])
    const keys = (await this.sendIn(db, commands)).map((reply) => accept(reply) as Buffer[])
    return Promise.all(keys.map(async (some) => ({keys: some, bytes: await this.sizesOf(db, some)})))
  }

  async countKeys(db: number, slots: readonly number[]): Promise<number[]> {
    const counts = await this.runScript(db, COUNTS, slots)
    if (counts) return counts as number[]
    const commands = slots.map((slot): Command => ['CLUSTER', 'COUNTKEYSINSLOT', slot])
    return (await this.sendIn(db, commands)).map((reply) => Number(accept(reply)))
  }

  private async sizesOf(db: number, keys: readonly Buffer[]): Promise<(number | undefined)[]> {
    const commands = keys.map((key): Command => ['MEMORY', 'USAGE', key])
    // Refused before Redis 4 and to users without the right: then sizes are unknown, which is no failure.
    return (await this.sendIn(db, commands)).map(({value}) => (typeof value === 'number' ? value : undefined))
  }

  /** A script asks many questions at the price of one command. Undefined where it is refused. */
  private async runScript(
    db: number,
    script: string,
    args: readonly (string | number)[],
  ): Promise<unknown[] | undefined> {
    if (!this.scripts) return undefined
    const [reply] = await this.sendIn(db, [['EVAL', script, 0, ...args]])
    const error = reply?.error
    if (!error) return accept(reply) as unknown[]
    // A key that is gone from an open slot makes the script fail too, but not the next one.
    this.scripts = /\b(ASK|MOVED|TRYAGAIN|CLUSTERDOWN)\b/.test(error.message)
    return undefined
  }

  async databases(): Promise<number[]> {
    const [reply] = await this.send([['INFO', 'keyspace']])
    return [...String(accept(reply)).matchAll(/^db(\d+):keys=/gm)].map(([, db]) => Number(db))
  }

  async migrate(batches: readonly KeyBatch[], target: MigrateTarget, replace: boolean): Promise<Refused[]> {
    const replies: Reply[] = []
    for (const group of byDatabase(batches)) {
      const commands = group.map((batch) => migrateCommand(batch, target, replace))
      replies.push(...(await this.sendIn(group[0]?.db ?? 0, commands)))
    }
    return replies.map(({error}) => error)
  }

  async dump(db: number, keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    const values = await this.askForEach(db, 'DUMP', keys)
    return values.map((value) => (Buffer.isBuffer(value) ? value : undefined))
  }

  async timesToLive(db: number, keys: readonly Buffer[]): Promise<number[]> {
    return (await this.askForEach(db, 'PTTL', keys)).map(Number)
  }

  async removeIfSame(db: number, dumped: readonly Dumped[]): Promise<boolean[]> {
    const commands = dumped.flatMap(({key, payload}): Command[] => [
      ['ASKING'],
      ['EVAL', REMOVE_IF_SAME, 1, key, createHash('sha1').update(payload).digest('hex')],
    ])
    const replies = (await this.sendIn(db, commands)).filter((_, at) => at % 2 === 1)
    const refused = replies.some(
      ({error}) => error && /NOPERM|unknown command|redis\.sha1hex/i.test(error.message),
    )
    if (!refused) return replies.map((reply) => Number(accept(reply)) === 1)
    await this.askForEach(
      db,
      'DEL',
      dumped.map(({key}) => key),
    )
    return dumped.map(() => true)
  }

  /** ASKING is for the next command only, and does no harm where it is not needed. */
  private async askForEach(db: number, command: string, keys: readonly Buffer[]): Promise<unknown[]> {
    const commands = keys.flatMap((key): Command[] => [['ASKING'], [command, key]])
    return (await this.sendIn(db, commands)).filter((_, at) => at % 2 === 1).map(accept)
  }

  async ping(): Promise<void> {
    accept((await this.send([['PING']]))[0])
  }

  async reads(): Promise<number | undefined> {
    const [reply] = await this.send([['INFO', 'stats']])
    const found = /^total_reads_processed:(\d+)/m.exec(String(reply?.value))
    return found ? Number(found[1]) : undefined
  }

  isOpen(): boolean {
    return this.redis.status === 'ready'
  }

  close(): void {
    disconnect(this.redis)
  }

  private send(commands: readonly Command[]): Promise<Reply[]> {
    const words = commands.reduce((sum, command) => sum + command.length, 0)
    this.count.reads += 1 + Math.floor((words * WORD_BYTES) / READ_BYTES)
    return sendAll(this.redis, commands, this.limits)
  }

  /** Databases of a cluster came with Valkey 9; elsewhere there is only 0, and SELECT is never sent. */
  private async sendIn(db: number, commands: readonly Command[]): Promise<Reply[]> {
    if (db === this.selected) return this.send(commands)
    // At once, since the next call may be made before this one is answered.
    this.selected = db
    const [selected, ...replies] = await this.send([['SELECT', db], ...commands])
    accept(selected)
    return replies
  }
}

type Command = readonly [string, ...(string | number | Buffer)[]]
type Reply = {readonly error: Error | undefined; readonly value: unknown}

/** Rejects, in words, when the connection is lost; replies come as bytes. */
async function sendAll(redis: Redis, commands: readonly Command[], limits: Limits): Promise<Reply[]> {
  if (commands.length === 0) return []
  const pipeline = redis.pipeline()
  for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args)
  const results = (await pipeline.exec()) ?? []
  return results.map(([error, value]) => {
    if (!error) return {error: undefined, value}
    if (error.name === 'ReplyError') return {error, value: undefined}
    throw new Error(toFailure(error, limits).reason, {cause: error})
  })
}

function accept(reply: Reply | undefined): unknown {
  if (!reply || reply.error) throw reply?.error ?? new Error('no reply')
  return reply.value
}

/** KEYS must be last, and the key before it empty (Redis 3.0.6); AUTH came with 4.0.7, AUTH2 with 6.0. */
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
