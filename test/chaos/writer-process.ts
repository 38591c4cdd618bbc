import {Redis} from 'ioredis'
import {COUNTER_BASE, writeCommand} from './dataset.js'
import type {Order, Record_, WrittenKey} from './writer.js'

/**
 * Clients that write all the time, in a separate process that serves one round after another. They follow MOVED and
 * ASK. If the round has replicas, a write has to reach one (WAIT 1).
 */
let stopped = true
let work: Promise<unknown> = Promise.resolve()
let connections = new Map<string, Redis>()
let ownerOf = new Map<number, string>()
let records = new Map<string, Record_>()
let order: Order = {kind: 'start', nodes: [], keys: [], clients: 0, waits: false}

const LATE_MS = 1000
const WAIT_MS = 50
const REST_MS = 2

process.on('message', (message: Order | {readonly kind: 'stop'}) => {
  if (message.kind === 'start') begin(message)
  else void end()
})

function begin(next: Order): void {
  order = {...next, nodes: [...next.nodes]}
  stopped = false
  connections = new Map()
  ownerOf = new Map()
  records = new Map()
  work = Promise.all(Array.from({length: order.clients}, (_, client) => writeAll(client)))
  process.send?.('started')
}

async function end(): Promise<void> {
  stopped = true
  await work
  for (const redis of connections.values()) redis.disconnect()
  process.send?.([...records])
}

async function writeAll(client: number): Promise<void> {
  const keys = order.keys.filter((_, index) => index % order.clients === client)
  if (keys.length === 0) return
  for (let at = 0; !stopped; at++) {
    const key = keys[at % keys.length]
    if (key) await write(key)
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
}

/** Tries a few times; skips a key that no node serves at the moment. */
async function write(key: WrittenKey): Promise<void> {
  const record = recordOf(key)
  let ask: string | undefined
  for (let attempt = 0; attempt < 6 && !stopped; attempt++) {
    const place = ask ?? ownerOf.get(key.slot) ?? order.nodes[key.slot % order.nodes.length] ?? ''
    record.sent += 1
    try {
      await send(key, place, ask !== undefined)
      return
    } catch (error) {
      ask = await redirect(key, error as Error, place)
    }
  }
}

async function send(key: WrittenKey, place: string, asking: boolean): Promise<void> {
  const record = recordOf(key)
  const version = record.sent
  const pipeline = connectionTo(place).pipeline()
  if (asking) pipeline.call('ASKING')
  const [name = '', ...args] = writeCommand(key, version)
  pipeline.call(String(name), ...args)
  if (order.waits) pipeline.call('WAIT', 1, WAIT_MS)
  const replies = ((await pipeline.exec()) ?? []).slice(asking ? 1 : 0)
  const [error, reply] = replies[0] ?? [new Error('no reply')]
  if (error) throw error
  const done = {version: reached(key, version, reply), at: Date.now(), place}
  record.acknowledged = later(record.acknowledged, done)
  if (!order.waits || isPassedOn(replies[1])) record.counted = later(record.counted, done)
}

/** Whether WAIT reports that a replica has the write. */
function isPassedOn([error, replicas]: [error: Error | null, replicas: unknown] = [null, 0]): boolean {
  return error === null && Number(replicas) >= 1
}

/** The value of a counter shows its version; a counter that started at zero has been lost. */
function reached({kind, number}: WrittenKey, version: number, reply: unknown): number {
  if (kind !== 'counter') return version
  const value = Number(reply) - number * COUNTER_BASE
  return value > 0 ? value : 0
}

function later(known: Record_['counted'], done: NonNullable<Record_['counted']>): Record_['counted'] {
  return known && known.version > done.version ? known : done
}

/** Learns from an error; returns where to ask next, once. */
async function redirect(key: WrittenKey, error: Error, place: string): Promise<string | undefined> {
  const [word = '', , to = ''] = error.message.split(' ')
  if (word === 'ASK') return to
  if (word === 'MOVED') {
    ownerOf.set(key.slot, to)
    return undefined
  }
  if (error.name !== 'ReplyError') {
    // It may still be carried out, even after a later one.
    recordOf(key).unsure.push({version: recordOf(key).sent, place})
    connections.get(place)?.disconnect()
    connections.delete(place)
    ownerOf.delete(key.slot)
    order.nodes.push(order.nodes.shift() ?? '')
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
  return undefined
}

function recordOf(key: WrittenKey): Record_ {
  const known = records.get(key.name)
  if (known) return known
  const fresh: Record_ = {sent: 0, acknowledged: undefined, counted: undefined, unsure: []}
  records.set(key.name, fresh)
  return fresh
}

function connectionTo(place: string): Redis {
  const known = connections.get(place)
  if (known) return known
  const [host = '', port = ''] = place.split(':')
  const redis = new Redis({
    host,
    port: Number(port),
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: () => undefined,
    maxRetriesPerRequest: 0,
    connectTimeout: LATE_MS,
    commandTimeout: LATE_MS,
  })
  redis.on('error', () => undefined)
  connections.set(place, redis)
  return redis
}
