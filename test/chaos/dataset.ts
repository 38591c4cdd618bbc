import {tagOf} from '../support/fill.js'

/** The type of a key's value. Each value names its key, so that a value under the wrong key is noticed. */
export type KeyKind = 'string' | 'hash' | 'counter' | 'list' | 'set' | 'zset' | 'text'

export type ChaosKey = {
  readonly name: string
  readonly kind: KeyKind
  readonly slot: number
  /** Identifies a counter. */
  readonly number: number
}

/** Kinds that the clients write; the others keep their first value. */
export const WRITTEN: readonly KeyKind[] = ['string', 'hash', 'counter']

const KINDS: readonly KeyKind[] = ['string', 'hash', 'counter', 'string', 'list', 'set', 'zset', 'text']

/** A counter's value is its number times this, plus how often it was incremented. */
export const COUNTER_BASE = 1_000_000_000

/** Matches the names of keys of a round in any text. */
export const KEY_NAMES = /ck:\{\d+\}:\d+/g

/** Keys in slots that moves take first, the lowest of each primary, and in some others. */
export function makeKeys(random: () => number, count: number, firstSlots: readonly number[]): ChaosKey[] {
  const slots = Array.from({length: 160}, (_, index) => {
    const first = firstSlots[index % firstSlots.length] ?? 0
    const isLow = index % 4 !== 0
    return (first + (isLow ? Math.floor(index / firstSlots.length) : Math.floor(random() * 3000))) % 16_384
  })
  return Array.from({length: count}, (_, number) => {
    const slot = slots[number % slots.length] ?? 0
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'text'
    return {name: `ck:{${tagOf(slot)}}:${number}`, kind, slot, number: number + 1}
  })
}

/** The commands that create a key with its first value. */
export function fillCommand({name, kind, number}: ChaosKey): (string | number)[] {
  const parts = [0, 1, 2].map((part) => `${name}#${part}`)
  switch (kind) {
    case 'string':
      return ['SET', name, `${name}=0`]
    case 'hash':
      return ['HSET', name, 'name', name, 'v', 0, ...parts.flatMap((part) => [part, part])]
    case 'counter':
      return ['SET', name, number * COUNTER_BASE]
    case 'list':
      return ['RPUSH', name, ...parts]
    case 'set':
      return ['SADD', name, ...parts]
    case 'zset':
      return ['ZADD', name, ...parts.flatMap((part, score) => [score, part])]
    default:
      return ['SET', name, `${name}=${'x'.repeat(number % 300)}`]
  }
}

/** The command that a client writes a version with. */
export function writeCommand(
  {name, kind}: Pick<ChaosKey, 'name' | 'kind'>,
  version: number,
): (string | number)[] {
  if (kind === 'string') return ['SET', name, `${name}=${version}`]
  if (kind === 'hash') return ['HSET', name, 'name', name, 'v', version]
  return ['INCR', name]
}

/** The command that reads a key completely. */
export function readCommand({name, kind}: ChaosKey): (string | number)[] {
  switch (kind) {
    case 'hash':
      return ['HGETALL', name]
    case 'list':
      return ['LRANGE', name, 0, -1]
    case 'set':
      return ['SMEMBERS', name]
    case 'zset':
      return ['ZRANGE', name, 0, -1]
    default:
      return ['GET', name]
  }
}

/** What was found under a key. */
export type Reading =
  | {readonly state: 'missing'}
  | {readonly state: 'foreign'}
  /** `isWhole`: its first content is still there. */
  | {readonly state: 'present'; readonly version: number; readonly isWhole: boolean}

/** Judges a reply to readCommand. */
export function read(key: ChaosKey, reply: unknown): Reading {
  if (reply === null || (Array.isArray(reply) && reply.length === 0)) return {state: 'missing'}
  if (Array.isArray(reply)) return readParts(key.name, key.kind, reply.map(String))
  // Redirected, or refused for now: the key is not there. Only a wrong type means that another key's value is there.
  if (reply instanceof Error && !reply.message.startsWith('WRONGTYPE')) return {state: 'missing'}
  if (typeof reply !== 'string') return {state: 'foreign'}
  return key.kind === 'counter' ? readCounter(key.number, Number(reply)) : readText(key, reply)
}

function readCounter(number: number, value: number): Reading {
  // The counter started at 0 again: the key was missing in between.
  if (value < COUNTER_BASE) return {state: 'present', version: 0, isWhole: false}
  const version = value - number * COUNTER_BASE
  if (version < 0 || version >= COUNTER_BASE) return {state: 'foreign'}
  return {state: 'present', version, isWhole: true}
}

function readText({name, kind, number}: ChaosKey, text: string): Reading {
  if (!text.startsWith(`${name}=`)) return {state: 'foreign'}
  const rest = text.slice(name.length + 1)
  if (kind === 'string') return {state: 'present', version: Number(rest), isWhole: true}
  return {state: 'present', version: 0, isWhole: rest.length === number % 300}
}

function readParts(name: string, kind: KeyKind, reply: readonly string[]): Reading {
  const parts = [0, 1, 2].map((part) => `${name}#${part}`)
  const isWhole = parts.every((part) => reply.includes(part))
  if (kind !== 'hash') {
    const isForeign = reply.some((part) => !parts.includes(part))
    return isForeign ? {state: 'foreign'} : {state: 'present', version: 0, isWhole}
  }
  const named = reply[reply.indexOf('name') + 1]
  if (named !== name) return {state: 'foreign'}
  return {state: 'present', version: Number(reply[reply.indexOf('v') + 1]), isWhole}
}
