import {Redis} from 'ioredis'
import type {Address} from '../src/domain/address.js'
import {SLOT_COUNT} from '../src/domain/slot.js'
import {tagOf} from '../test/support/fill.js'
import {randomFrom} from '../test/support/random.js'

/** The slots of three primaries, as create assigns them. */
const THIRDS = [
  [0, 5460],
  [5461, 10_922],
  [10_923, 16_383],
] as const

/** The biggest value, in bytes. */
const VALUE = 20_000
/** So many that sorting them takes some time. */
const NUMBERS = Array.from({length: 300}, (_, at) => at * 7)
/** What a set of them needs, in bytes. */
const SET = 700
/** No slot has more than this share of all. */
const MOST = 0.01

/** Slots of which some have much more data than others, and other ones are read much more (Zipf). */
export class SkewedSlots {
  private readonly bytes: readonly number[]
  /** For each slot, the probability that it or a lower one is read. */
  private readonly reads: readonly number[]
  private readonly random = randomFrom(17)

  constructor(total: number) {
    const random = randomFrom(5)
    this.bytes = zipf(random).map((share) => Math.max(100, Math.round(share * total)))
    let sum = 0
    this.reads = zipf(random).map((share) => (sum += share))
  }

  bytesOf(slot: number): number {
    return (this.bytes[slot] ?? 0) + SET
  }

  /** A set of numbers that exists; those of some slots come more often. */
  randomKey(): string {
    const wanted = this.random() * (this.reads.at(-1) ?? 0)
    let [low, high] = [0, SLOT_COUNT - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.reads[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return `{${tagOf(low)}}set`
  }

  /** Writes the keys of a third of the slots to its owner. */
  async fill({host, port}: Address, third: number): Promise<void> {
    const redis = new Redis({host, port, protocol: 2})
    const [start, end] = THIRDS[third] ?? [0, -1]
    for (let first = start; first <= end; first += 100) {
      const pipeline = redis.pipeline()
      for (let slot = first; slot <= Math.min(end, first + 99); slot++) {
        pipeline.sadd(`{${tagOf(slot)}}set`, ...NUMBERS)
        for (let at = 0, left = this.bytes[slot] ?? 0; left > 0; at++, left -= VALUE) {
          pipeline.set(`{${tagOf(slot)}}${at}`, 'x'.repeat(Math.min(VALUE, left)))
        }
      }
      for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
    }
    redis.disconnect()
  }
}

/** Shares that add up to about 1, one for each slot, in random order. */
function zipf(random: () => number): number[] {
  const shares = Array.from({length: SLOT_COUNT}, (_, rank) => 1 / (rank + 1))
  const sum = shares.reduce((total, share) => total + share, 0)
  for (let at = shares.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[shares[at], shares[other]] = [shares[other] ?? 0, shares[at] ?? 0]
  }
  return shares.map((share) => Math.min(MOST, share / sum))
}
