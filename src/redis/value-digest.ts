import {createHash} from 'node:crypto'
import {dumpBody} from '../domain/copies.js'

/** The words of a command. */
type CommandWords = readonly [string, ...(string | Buffer)[]]

/** The reply to one command: a value, or an error reply in its place. */
type ValueReply = unknown

/** Commands that read a value completely, and how to normalize their replies across servers. */
type Reading = {
  readonly commands: (key: Buffer) => CommandWords[]
  /** Further commands, which depend on these replies. */
  readonly more?: (key: Buffer, replies: readonly ValueReply[]) => CommandWords[]
  readonly parts: (replies: readonly ValueReply[], more: readonly ValueReply[]) => Buffer[]
  /** Facts that not every version reports. */
  readonly extras?: (replies: readonly ValueReply[]) => string[]
}

const FIELDS_AT_ONCE = 1000

/** By the name of the type in TYPE. All other types, such as those of modules, are compared by DUMP. */
const READINGS: Readonly<Record<string, Reading>> = {
  string: {commands: (key) => [['GET', key]], parts: ([value]) => [value as Buffer]},
  list: {commands: (key) => [['LRANGE', key, '0', '-1']], parts: ([items]) => items as Buffer[]},
  set: {
    commands: (key) => [['SMEMBERS', key]],
    parts: ([items]) => (items as Buffer[]).toSorted((a, b) => a.compare(b)),
  },
  hash: {
    commands: (key) => [['HGETALL', key]],
    more: (key, [items]) =>
      fieldTimeCommands(
        key,
        fieldsOf(items as Buffer[]).map(([field]) => field),
      ),
    parts: ([items], more) => [...pairs(items as Buffer[]), ...fieldTimes(items as Buffer[], more)],
  },
  zset: {
    commands: (key) => [['ZRANGE', key, '0', '-1', 'WITHSCORES']],
    parts: ([items]) => (items as Buffer[]).map((item, at) => (at % 2 === 1 ? scoreOf(item) : item)),
  },
  stream: {
    commands: (key) => [
      ['XRANGE', key, '-', '+'],
      ['XINFO', 'GROUPS', key],
      ['XINFO', 'STREAM', key],
    ],
    more: (key, [, groups]) => groupsOf(groups).flatMap((group) => groupCommands(key, group)),
    parts: ([entries, groups, facts], more) => [
      ...flat(entries),
      wordOf(factsOf(facts).get('last-generated-id')),
      ...groupsOf(groups).flatMap((group, at) => groupParts(group, more.slice(2 * at, 2 * at + 2))),
    ],
    extras: ([, , facts]) => toldFacts(factsOf(facts), streamFacts),
  },
}

/** The commands that read a value of this type. */
export function readingOf(type: string, key: Buffer): CommandWords[] {
  return READINGS[type]?.commands(key) ?? [['DUMP', key]]
}

/** Further commands, when the replies to the first ones are there. */
export function furtherReadingOf(type: string, key: Buffer, replies: readonly ValueReply[]): CommandWords[] {
  return READINGS[type]?.more?.(key, replies) ?? []
}

/**
 * An error among the further replies that leaves the value unread. A command that the server does not know is not
 * such an error.
 */
export function errorIn(replies: readonly ValueReply[]): Error | undefined {
  return replies.find((reply): reply is Error => reply instanceof Error && !isUnknownCommand(reply))
}

/**
 * A text that represents a value, whatever server holds it and however it is stored; `more`: replies to the further
 * commands. Compare two of them with `isSameDigest`.
 */
export function digestOf(
  type: string,
  replies: readonly ValueReply[],
  more: readonly ValueReply[] = [],
): string {
  const reading = READINGS[type]
  const parts = reading ? reading.parts(replies, more) : [dumpBody(replies[0] as Buffer)]
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return [type, hash.digest('hex'), ...(reading?.extras?.(replies) ?? [])].join(' ')
}

/** Whether two values are equal. Facts that only one of the servers reports, because of its version, do not count. */
export function isSameDigest(a: string, b: string): boolean {
  const [typeA, sumA, ...extrasA] = a.split(' ')
  const [typeB, sumB, ...extrasB] = b.split(' ')
  if (typeA !== typeB || sumA !== sumB) return false
  const known = new Map(extrasB.map((extra) => split(extra)))
  return extrasA.every((extra) => {
    const [name, value] = split(extra)
    return (known.get(name) ?? value) === value
  })
}

function split(extra: string): readonly [string, string] {
  const at = extra.indexOf('=')
  return [extra.slice(0, at), extra.slice(at + 1)]
}

function pairs(items: readonly Buffer[]): Buffer[] {
  return fieldsOf(items)
    .toSorted(([a], [b]) => a.compare(b))
    .flat()
}

function fieldsOf(items: readonly Buffer[]): (readonly [Buffer, Buffer])[] {
  return items.flatMap((item, at) => (at % 2 === 0 ? [[item, items[at + 1] ?? EMPTY] as const] : []))
}

const EMPTY = Buffer.alloc(0)

/** The commands that ask when fields expire. Redis 7.4 and Valkey 9 let single fields expire. */
export function fieldTimeCommands(key: Buffer, fields: readonly Buffer[]): CommandWords[] {
  const commands: CommandWords[] = []
  for (let at = 0; at < fields.length; at += FIELDS_AT_ONCE) {
    const some = fields.slice(at, at + FIELDS_AT_ONCE)
    commands.push(['HPEXPIRETIME', key, 'FIELDS', String(some.length), ...some])
  }
  return commands
}

/** Fields that expire, and when; empty if none does, and on servers without that feature. */
function fieldTimes(items: readonly Buffer[], more: readonly ValueReply[]): Buffer[] {
  const times = more.flatMap((reply) => (Array.isArray(reply) ? (reply as ValueReply[]) : []))
  const expiring = fieldsOf(items).flatMap(([field], at) =>
    Number(times[at] ?? -1) >= 0 ? [[field, wordOf(times[at])] as const] : [],
  )
  return expiring.toSorted(([a], [b]) => a.compare(b)).flat()
}

/** A score, which versions write in different ways. */
export function scoreOf(text: Buffer): Buffer {
  return Buffer.from(String(Number(text.toString().replace('inf', 'Infinity'))))
}

function flat(reply: ValueReply): Buffer[] {
  return Array.isArray(reply) ? reply.flatMap(flat) : [wordOf(reply)]
}

/** A word of a reply, as bytes. */
export function wordOf(value: ValueReply): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value))
}

type Facts = ReadonlyMap<string, ValueReply>

/** The reply of XINFO: names and values alternate. */
export function factsOf(reply: ValueReply): Facts {
  const words = Array.isArray(reply) ? (reply as ValueReply[]) : []
  return new Map(words.flatMap((name, at) => (at % 2 === 0 ? [[String(name), words[at + 1]] as const] : [])))
}

/** The groups of a stream, by name. */
export function groupsOf(reply: ValueReply): Facts[] {
  const groups = Array.isArray(reply) ? (reply as ValueReply[]).map(factsOf) : []
  return groups.toSorted((a, b) => wordOf(a.get('name')).compare(wordOf(b.get('name'))))
}

function groupCommands(key: Buffer, group: Facts): CommandWords[] {
  const name = wordOf(group.get('name'))
  // Some versions refuse XPENDING with a count of 0.
  const most = String(Math.max(1, Number(group.get('pending') ?? 0)))
  return [
    ['XPENDING', key, name, '-', '+', most],
    ['XINFO', 'CONSUMERS', key, name],
  ]
}

function groupParts(group: Facts, [pending, consumers]: readonly ValueReply[]): Buffer[] {
  const entries = Array.isArray(pending) ? (pending as ValueReply[][]) : []
  return [...groupHead(group), ...entries.flatMap(pendingParts), ...consumersOf(consumers)]
}

/** A group without its entries and consumers. */
export function groupHead(group: Facts): Buffer[] {
  return [
    wordOf(group.get('name')),
    wordOf(group.get('last-delivered-id')),
    wordOf(`${Number(group.get('pending') ?? 0)} pending`),
  ]
}

/**
 * Of a pending entry its id, its consumer and its number of deliveries; the time since the last delivery changes by
 * itself.
 */
export function pendingParts([id, consumer, , times]: readonly ValueReply[]): Buffer[] {
  return [wordOf(id), wordOf(consumer), wordOf(times)]
}

/** The names of the consumers of a group, from XINFO CONSUMERS. */
export function consumersOf(reply: ValueReply): Buffer[] {
  const names = Array.isArray(reply) ? (reply as ValueReply[]).map((one) => factsOf(one).get('name')) : []
  return [wordOf(`${names.length} consumers`), ...names.map(wordOf).toSorted((a, b) => a.compare(b))]
}

/** What newer servers report of a stream. */
export const streamFacts = ['entries-added', 'max-deleted-entry-id']

/** Those of the facts that the server reports. */
export function toldFacts(facts: Facts, names: readonly string[]): string[] {
  return names.flatMap((name) => (facts.has(name) ? [`${name}=${String(facts.get(name))}`] : []))
}

/** Whether a server does not know the command. */
export function isUnknownCommand(error: Error | undefined): boolean {
  return error !== undefined && /unknown (sub)?command/i.test(error.message)
}
