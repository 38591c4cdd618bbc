import type {Address} from '../../src/domain/address.js'
import {type SlotRange, slotsOf} from '../../src/domain/slot.js'
import {type ConnectionOptions, connect, disconnect} from '../../src/redis/connection.js'
import {keySlot} from '../../src/redis/key-slot.js'
import {PLAIN} from './test-cluster.js'

const tags: string[] = []

/** A hash tag for each slot: `{tag}anything` is in it. */
export function tagOf(slot: number): string {
  for (let number = tagged; tags[slot] === undefined; number++) {
    const found = keySlot(Buffer.from(`${number}`))
    tags[found] ??= `${number}`
    tagged = number + 1
  }
  return tags[slot] ?? ''
}

let tagged = 0

export type Filling = {
  readonly ranges: readonly SlotRange[]
  readonly keysPerSlot: number
  /** Size of each value. */
  readonly bytes?: number
  readonly connection?: ConnectionOptions
  readonly db?: number
}

/** Writes keys `{tag}0`, `{tag}1`, … into slots that a node owns; returns how many. */
export async function fill(
  node: Address,
  {ranges, keysPerSlot, bytes = 100, ...rest}: Filling,
): Promise<number> {
  const connection = rest.connection ?? {...PLAIN, commandTimeoutMs: 20_000}
  const redis = await connect({host: node.host, port: node.port}, connection)
  if (rest.db !== undefined) await redis.select(rest.db)
  const value = 'x'.repeat(bytes)
  const slots = [...slotsOf(ranges)]
  const atOnce = Math.max(1, Math.floor(5000 / Math.max(1, keysPerSlot)))
  for (let at = 0; at < slots.length; at += atOnce) {
    const pipeline = redis.pipeline()
    for (const slot of slots.slice(at, at + atOnce)) {
      for (let key = 0; key < keysPerSlot; key++) pipeline.set(`{${tagOf(slot)}}${key}`, value)
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
  }
  disconnect(redis)
  return slots.length * keysPerSlot
}
