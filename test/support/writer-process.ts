import {Redis} from 'ioredis'
import {keySlot} from '../../src/redis/key-slot.js'
import type {WriterOptions, WriterPhase, WriterReport} from './writer.js'

/**
 * A client that writes as fast as one connection allows, in a separate process so that nothing else delays it. It
 * follows MOVED and ASK as clients do. SETs numbers that only grow, so that a lost write shows as a smaller number.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as WriterOptions
const connections = new Map<string, Redis>()
const ownerOf = new Map<number, string>()
const acknowledged = new Map<string, number>()
let latencies: number[] = []
let isWriting = false
const errors = new Map<string, number>()
let stopped = false

process.on('message', (message) => {
  if (message === 'stop') stopped = true
  else process.send?.(nextPhase())
})
// Whoever started it was killed: it would go on writing to the next cluster on these ports.
process.on('disconnect', () => process.exit(1))
await Promise.all(Array.from({length: options.clients ?? 1}, (_, client) => writeAll(client)))
const report: WriterReport = {
  writes: latencies.length,
  errors: Object.fromEntries(errors),
  ...percentiles(),
  acknowledged: [...acknowledged],
}
process.send?.(report, () => process.exit(0))

async function writeAll(client: number): Promise<void> {
  const keys = options.keys.filter((_, index) => index % (options.clients ?? 1) === client)
  for (let number = 1; !stopped; number++) {
    for (const key of keys) {
      if (stopped) return
      const start = performance.now()
      if (!(await write(key, number))) return
      latencies.push(performance.now() - start)
      acknowledged.set(key, number)
      if (isWriting || latencies.length < 100) continue
      isWriting = true
      process.send?.('writing')
    }
  }
}

/** Repeats until it is acknowledged, or the writer is stopped. */
async function write(key: string, number: number): Promise<boolean> {
  const slot = keySlot(Buffer.from(key))
  const value = String(number).padEnd(options.bytes ?? 1, ' ')
  let ask: string | undefined
  while (!stopped) {
    const place = ask ?? ownerOf.get(slot) ?? options.nodes[slot % options.nodes.length] ?? ''
    try {
      await set(place, [key, value], ask !== undefined)
      return true
    } catch (error) {
      ask = await redirect(error as Error, slot, place)
    }
  }
  return false
}

async function set(place: string, [key, value]: [string, string], asking: boolean): Promise<void> {
  const pipeline = connectionTo(place).pipeline()
  if (asking) pipeline.call('ASKING')
  const replies = await pipeline.set(key, value).exec()
  const error = replies?.at(-1)?.[0]
  if (error) throw error
}

/** Learns from an error; returns where to ask next, once. */
async function redirect(error: Error, slot: number, place: string): Promise<string | undefined> {
  const [kind = '', , to = ''] = error.message.split(' ')
  if (kind === 'ASK') return to
  if (kind === 'MOVED') {
    ownerOf.set(slot, to)
    return undefined
  }
  errors.set(kind, (errors.get(kind) ?? 0) + 1)
  if (error.name !== 'ReplyError') {
    connections.get(place)?.disconnect()
    connections.delete(place)
    ownerOf.delete(slot)
    // Another node knows which node took over.
    options.nodes.push(options.nodes.shift() ?? '')
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
  return undefined
}

function connectionTo(place: string): Redis {
  const known = connections.get(place)
  if (known) return known
  const colon = place.lastIndexOf(':')
  const redis = new Redis({
    host: place.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(place.slice(colon + 1)),
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: () => undefined,
    maxRetriesPerRequest: 0,
    commandTimeout: 2000,
    ...(options.password !== undefined && {password: options.password}),
    ...(options.user !== undefined && {username: options.user}),
    ...(options.insecureTls && {tls: {rejectUnauthorized: false}}),
  })
  redis.on('error', () => undefined)
  connections.set(place, redis)
  return redis
}

/** What was written since the last phase. */
function nextPhase(): WriterPhase {
  const phase = {writes: latencies.length, ...percentiles()}
  latencies = []
  return phase
}

function percentiles(): {p50: number; p99: number; max: number} {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return {p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0}
}
