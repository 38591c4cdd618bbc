import type {Redis} from 'ioredis'
import type {NodeId} from '../domain/node.js'
import {disconnect} from './connection.js'
import {toFailure} from './failure.js'
import type {Limits} from './failure.js'

/** What CLUSTER SETSLOT may say of a slot. */
export type SlotState =
  | {readonly state: 'importing' | 'migrating' | 'node'; readonly peer: NodeId}
  | {readonly state: 'stable'}

/** Keys of one slot, to be sent to another node in one MIGRATE. */
export type KeyBatch = {readonly db: number; readonly keys: readonly Buffer[]}

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
  setSlots(slots: readonly number[], state: SlotState): Promise<Refused[]>
  /** Up to `limit` keys of each slot. */
  keysInSlots(db: number, slots: readonly number[], limit: number): Promise<(readonly Buffer[])[]>
  countKeys(db: number, slots: readonly number[]): Promise<number[]>
  /** Bytes of memory of each key; undefined of a key that is gone, and of all where the server has no MEMORY USAGE. */
  memoryOf(db: number, keys: readonly Buffer[]): Promise<(number | undefined)[]>
  /** Databases that hold keys. */
  databases(): Promise<number[]>
  /** Holds the server until the keys are sent and deleted: Redis 3.0.6 and later. */
  migrate(batches: readonly KeyBatch[], target: MigrateTarget, replace: boolean): Promise<Refused[]>
  ping(): Promise<void>
  isOpen(): boolean
  close(): void
}

/** The slot client of one open connection. */
export class SlotConnection implements SlotClient {
  private readonly redis: Redis
  private readonly limits: Limits
  private selected = 0

  constructor(redis: Redis, limits: Limits) {
    this.redis = redis
    this.limits = limits
  }

  async setSlots(slots: readonly number[], change: SlotState): Promise<Refused[]> {
    const words = setSlotWords(change)
    const replies = await this.send(slots.map((slot) => ['CLUSTER', 'SETSLOT', slot, ...words]))
    return replies.map(({error}) => error)
  }

  async keysInSlots(db: number, slots: readonly number[], limit: number): Promise<(readonly Buffer[])[]> {
    const commands = slots.map((slot): Command => ['CLUSTER', 'GETKEYSINSLOT', slot, limit])
    return (await this.sendIn(db, commands)).map((reply) => accept(reply) as Buffer[])
  }

  async countKeys(db: number, slots: readonly number[]): Promise<number[]> {
    const commands = slots.map((slot): Command => ['CLUSTER', 'COUNTKEYSINSLOT', slot])
    return (await this.sendIn(db, commands)).map((reply) => Number(accept(reply)))
  }

  async memoryOf(db: number, keys: readonly Buffer[]): Promise<(number | undefined)[]> {
    const commands = keys.map((key): Command => ['MEMORY', 'USAGE', key])
    // Refused before Redis 4 and to users without the right: then sizes are unknown, which is no failure.
    return (await this.sendIn(db, commands)).map(({value}) => (typeof value === 'number' ? value : undefined))
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

  async ping(): Promise<void> {
    accept((await this.send([['PING']]))[0])
  }

  isOpen(): boolean {
    return this.redis.status === 'ready'
  }

  close(): void {
    disconnect(this.redis)
  }

  private send(commands: readonly Command[]): Promise<Reply[]> {
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

function setSlotWords(change: SlotState): string[] {
  return change.state === 'stable' ? ['STABLE'] : [change.state.toUpperCase(), change.peer]
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
