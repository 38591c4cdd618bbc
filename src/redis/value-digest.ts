import {createHash} from 'node:crypto'

/** A command that reads a value whole, and how its reply is made the same on every server. */
type Reading = {
  readonly commands: (key: Buffer) => (string | Buffer)[][]
  readonly parts: (replies: readonly unknown[]) => Buffer[]
}

/** By the words of TYPE. What is not here, such as types of modules, is compared by what DUMP says. */
const READINGS: Readonly<Record<string, Reading>> = {
  string: {commands: (key) => [['GET', key]], parts: ([value]) => [value as Buffer]},
  list: {commands: (key) => [['LRANGE', key, '0', '-1']], parts: ([items]) => items as Buffer[]},
  set: {
    commands: (key) => [['SMEMBERS', key]],
    parts: ([items]) => (items as Buffer[]).toSorted((a, b) => a.compare(b)),
  },
  hash: {commands: (key) => [['HGETALL', key]], parts: ([items]) => pairs(items as Buffer[])},
  zset: {
    commands: (key) => [['ZRANGE', key, '0', '-1', 'WITHSCORES']],
    // Versions write the same score in different ways.
    parts: ([items]) => (items as Buffer[]).map((item, at) => (at % 2 === 1 ? score(item) : item)),
  },
  stream: {
    commands: (key) => [
      ['XRANGE', key, '-', '+'],
      ['XINFO', 'GROUPS', key],
    ],
    parts: ([entries, groups]) => [...flat(entries), ...groupFacts(groups)],
  },
}

/** The commands that read a value of this type, as TYPE names it. */
export function readingOf(type: string, key: Buffer): (string | Buffer)[][] {
  return READINGS[type]?.commands(key) ?? [['DUMP', key]]
}

/** One text for values that are equal, whatever server holds them and however it stores them. */
export function digestOf(type: string, replies: readonly unknown[]): string {
  const reading = READINGS[type]
  const parts = reading ? reading.parts(replies) : [dumpBody(replies[0] as Buffer)]
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return `${type} ${hash.digest('hex')}`
}

/** DUMP ends in two bytes of its version and eight of a checksum. */
function dumpBody(payload: Buffer): Buffer {
  return payload.subarray(0, Math.max(0, payload.length - 10))
}

function pairs(items: readonly Buffer[]): Buffer[] {
  const fields = items.flatMap((item, at) => (at % 2 === 0 ? [[item, items[at + 1] ?? EMPTY] as const] : []))
  return fields.toSorted(([a], [b]) => a.compare(b)).flat()
}

const EMPTY = Buffer.alloc(0)

function score(text: Buffer): Buffer {
  return Buffer.from(String(Number(text.toString().replace('inf', 'Infinity'))))
}

function flat(reply: unknown): Buffer[] {
  return Array.isArray(reply) ? reply.flatMap(flat) : [reply as Buffer]
}

/** Name and last id that was handed out; how many wait differs with the time. */
function groupFacts(groups: unknown): Buffer[] {
  return (groups as unknown[][]).flatMap((group) =>
    group.flatMap((word, at) =>
      at % 2 === 0 && /^(name|last-delivered-id)$/.test(String(word)) ? [group[at + 1] as Buffer] : [],
    ),
  )
}
