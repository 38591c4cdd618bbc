import {randomBytes} from 'node:crypto'
import type {Redis} from 'ioredis'
import type {Address} from '../../src/domain/address.js'
import {connect, type ConnectionOptions, disconnect} from '../../src/redis/connection.js'
import {PLAIN} from './test-cluster.js'

const PATIENT: ConnectionOptions = {...PLAIN, commandTimeoutMs: 20_000}

export type Dataset = {
  /** Number of keys in each database. */
  readonly keys: number
  readonly databases?: readonly number[]
  /** Size of one additional string. */
  readonly bigBytes?: number
  readonly connection?: ConnectionOptions
  /** Which keys to write. Default: all. */
  readonly only?: (key: Buffer) => boolean
}

/** Names that break tools which treat keys as text. */
const ODD = ['a b', 'nul\0nul', '%s%n', '"quoted"', '\r\n', '{tag}same', '{}', '$-1', 'ключ', '\xff\xfe']

/** Writes keys of all types, every third with a time to live, with names of many kinds. */
export async function fillMixed(
  address: Address,
  {keys, databases = [0], bigBytes, connection, only = () => true}: Dataset,
): Promise<void> {
  const redis = await connect({host: address.host, port: address.port}, connection ?? PATIENT)
  for (const db of databases) await fillDatabase(redis, {db, keys, only})
  if (bigBytes !== undefined) await redis.call('SET', 'big', randomBytes(bigBytes))
  disconnect(redis)
}

async function fillDatabase(
  redis: Redis,
  {db, keys, only}: {db: number; keys: number; only: (key: Buffer) => boolean},
): Promise<void> {
  if (db !== 0) await redis.call('SELECT', String(db))
  for (let at = 0; at < keys; at += 1000) {
    const pipeline = redis.pipeline()
    for (let number = at; number < Math.min(keys, at + 1000); number++) {
      const key = keyName(db, number)
      if (!only(key)) continue
      for (const [name, ...args] of commandsFor(key, number)) pipeline.callBuffer(name, ...args)
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
  }
}

function keyName(db: number, number: number): Buffer {
  return Buffer.from(`${ODD[number % ODD.length]}:${db}:${number}`, 'latin1')
}

type Command = [string, ...(string | number | Buffer)[]]

function commandsFor(key: Buffer, number: number): Command[] {
  const write = WRITES[number % WRITES.length]?.(key, number) ?? []
  return number % 3 === 0 ? [...write, ['PEXPIRE', key, 3_600_000 + number]] : write
}

const bytes = (number: number) => Buffer.from([0, number & 255, 10, 13, 255])

const WRITES: readonly ((key: Buffer, number: number) => Command[])[] = [
  (key, number) => [['SET', key, bytes(number)]],
  (key, number) => [['SET', key, number]],
  (key, number) => [['RPUSH', key, bytes(number), 'b', 'a', number]],
  (key, number) => [['SADD', key, 'x', bytes(number), number, 'z']],
  (key, number) => [['SADD', key, 1, 2, number]],
  (key, number) => [['HSET', key, 'field', bytes(number), bytes(number), 'value']],
  (key, number) => [['ZADD', key, 0.1, 'a', number / 7, bytes(number), '-inf', 'low']],
  (key, number) => [
    ['XADD', key, `${number + 1}-1`, 'field', bytes(number)],
    ['XGROUP', 'CREATE', key, 'group', '0'],
  ],
  // A value above 64 bytes is stored differently from the short ones.
  (key, number) => [['HSET', key, 'long', `${number}`.repeat(1000), 'field', bytes(number)]],
]

/** The value of a key in a form that is the same on every server, and when it expires. */
export type Content = {readonly value: string; readonly expiresAt: number | undefined}

/** The contents of a database on all servers together, by key in hexadecimal. */
export async function contentOf(
  addresses: readonly Address[],
  {db = 0, connection = PATIENT}: {readonly db?: number; readonly connection?: ConnectionOptions} = {},
): Promise<Map<string, Content>> {
  const parts = await Promise.all(addresses.map((address) => contentOfOne(address, db, connection)))
  return new Map(parts.flatMap((part) => [...part]))
}

async function contentOfOne(address: Address, db: number, connection: ConnectionOptions) {
  const redis = await connect({host: address.host, port: address.port}, connection)
  if (db !== 0) await redis.call('SELECT', String(db))
  const content = new Map<string, Content>()
  let cursor = '0'
  do {
    const [next, keys] = (await redis.callBuffer('SCAN', cursor, 'COUNT', '1000')) as [Buffer, Buffer[]]
    cursor = next.toString()
    for (const [at, one] of (await readAll(redis, keys)).entries()) {
      const key = keys[at]
      if (key && one) content.set(key.toString('hex'), one)
    }
  } while (cursor !== '0')
  disconnect(redis)
  return content
}

async function readAll(redis: Redis, keys: readonly Buffer[]): Promise<(Content | undefined)[]> {
  const facts = redis.pipeline()
  // With the time of the server each, because its replies may arrive seconds later.
  for (const key of keys) facts.callBuffer('TYPE', key).callBuffer('TIME').callBuffer('PTTL', key)
  const words = ((await facts.exec()) ?? []).map(([, reply]) => reply)
  const values = redis.pipeline()
  const types = keys.map((_, at) => String(words[3 * at]))
  keys.forEach((key, at) => values.callBuffer(...readCommand(types[at] ?? '', key)))
  const replies = ((await values.exec()) ?? []).map(([error, reply]) => {
    if (error) throw error
    return reply
  })
  return keys.map((_, at) => {
    const ttl = Number(words[3 * at + 2])
    if (types[at] === 'none') return undefined
    return {
      value: plain(types[at] ?? '', replies[at]),
      expiresAt: ttl < 0 ? undefined : millisecondsOf(words[3 * at + 1]) + ttl,
    }
  })
}

/** Milliseconds since 1970 in a reply to TIME. */
function millisecondsOf(reply: unknown): number {
  const [seconds, microseconds] = (reply as Buffer[]).map(Number)
  return (seconds ?? 0) * 1000 + Math.floor((microseconds ?? 0) / 1000)
}

function readCommand(type: string, key: Buffer): [string, ...(string | Buffer)[]] {
  if (type === 'list') return ['LRANGE', key, '0', '-1']
  if (type === 'set') return ['SMEMBERS', key]
  if (type === 'hash') return ['HGETALL', key]
  if (type === 'zset') return ['ZRANGE', key, '0', '-1', 'WITHSCORES']
  if (type === 'stream') return ['XRANGE', key, '-', '+']
  return ['GET', key]
}

function plain(type: string, reply: unknown): string {
  if (type === 'set') return JSON.stringify([type, (reply as Buffer[]).map(hex).toSorted()])
  if (type === 'hash' || type === 'zset') {
    const items = reply as Buffer[]
    const pairs = items.flatMap((item, at) => {
      const second = items[at + 1] ?? Buffer.alloc(0)
      const value =
        type === 'zset' ? String(Number(second.toString().replace('inf', 'Infinity'))) : hex(second)
      return at % 2 === 0 ? [`${hex(item)}=${value}`] : []
    })
    return JSON.stringify([type, pairs.toSorted()])
  }
  return JSON.stringify([type, deep(reply)])
}

function deep(reply: unknown): unknown {
  return Array.isArray(reply) ? reply.map(deep) : Buffer.isBuffer(reply) ? hex(reply) : reply
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex')
}

/** The differences between two contents; times to live may differ by a second. */
export function differences(expected: Map<string, Content>, found: Map<string, Content>): string[] {
  const missing = [...expected].flatMap(([key, one]) => {
    const other = found.get(key)
    if (!other) return [`${key} is missing`]
    if (other.value !== one.value) return [`${key} has ${other.value} and not ${one.value}`]
    const apart = Math.abs((one.expiresAt ?? 0) - (other.expiresAt ?? 0))
    return apart > 1000 ? [`${key} expires at ${other.expiresAt} and not ${one.expiresAt}`] : []
  })
  return [
    ...missing,
    ...[...found.keys()].filter((key) => !expected.has(key)).map((key) => `${key} is too many`),
  ]
}
