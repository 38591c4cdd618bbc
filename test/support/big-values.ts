import type {Address} from '../../src/domain/address.js'
import {ask, askAll} from './ask.js'

type Command = readonly (string | number)[]

/** A value of a type, and how to make it. Each takes more than 50 kB of memory. */
export type BigValue = {readonly name: string; readonly commands: (key: string) => Command[]}

const ELEMENTS = 3000
const numbers = Array.from({length: ELEMENTS}, (_, number) => number)

/** Scores that only an exact copy keeps. */
const SCORES = [
  'inf',
  '-inf',
  '0.1',
  '1e-17',
  '3.0000000000000004',
  '9007199254740993',
  '1.7976931348623157e308',
]

export const BIG_VALUES: readonly BigValue[] = [
  {name: 'string', commands: (key) => [['SET', key, '0123456789\r\n\u0000'.repeat(20_000)]]},
  {
    name: 'list',
    commands: (key) =>
      inCommands(
        'RPUSH',
        key,
        numbers.map((number) => [`element ${number % 7}:${number}`]),
      ),
  },
  {
    name: 'set',
    commands: (key) =>
      inCommands(
        'SADD',
        key,
        numbers.map((number) => [`member:${number}`]),
      ),
  },
  {
    name: 'zset',
    commands: (key) =>
      inCommands(
        'ZADD',
        key,
        numbers.map((number) => [SCORES[number] ?? number / 3, `member:${number}`]),
      ),
  },
  {
    name: 'hash',
    commands: (key) =>
      inCommands(
        'HSET',
        key,
        numbers.map((number) => [`field:${number}`, `value ${number}`]),
      ),
  },
  {
    name: 'key with a time to live',
    commands: (key) => [
      ...inCommands(
        'SADD',
        key,
        numbers.map((number) => [`m${number}`]),
      ),
      ['PEXPIRE', key, 600_000],
    ],
  },
  {
    name: 'hash whose fields have times to live',
    commands: (key) => [
      ...inCommands(
        'HSET',
        key,
        numbers.map((number) => [`field:${number}`, `value ${number}`]),
      ),
      // Servers that do not know it have a hash without them.
      ['HPEXPIREAT', key, 4_000_000_000_123, 'FIELDS', 2, 'field:1', 'field:2999'],
      ['HPEXPIREAT', key, 4_000_000_000_456, 'FIELDS', 1, 'field:7'],
    ],
  },
  {name: 'stream', commands: streamCommands},
]

/** Groups, consumers, pending entries of which some were deleted, an entry that was trimmed, and a higher last id. */
function streamCommands(key: string): Command[] {
  return [
    ...numbers.map((number): Command => [
      'XADD',
      key,
      `${1000 + number}-${number % 3}`,
      'number',
      number,
      'text',
      'x'.repeat(20),
    ]),
    ['XGROUP', 'CREATE', key, 'group', '0'],
    ['XGROUP', 'CREATE', key, 'idle group', '1500-0'],
    ['XREADGROUP', 'GROUP', 'group', 'Ann', 'COUNT', 1000, 'STREAMS', key, '>'],
    ['XREADGROUP', 'GROUP', 'group', 'Bob', 'COUNT', 50, 'STREAMS', key, '>'],
    // A consumer without pending entries.
    ['XREADGROUP', 'GROUP', 'group', 'Cid', 'COUNT', 1, 'STREAMS', key, '0'],
    ['XCLAIM', key, 'group', 'Bob', 0, '1003-0', 'IDLE', 3_600_000, 'RETRYCOUNT', 9],
    ['XDEL', key, '1006-0', '1007-1', '2500-0'],
    ['XTRIM', key, 'MAXLEN', ELEMENTS - 10],
    ['XDEL', key, '3999-0'],
    ['XSETID', key, '900000-5'],
  ]
}

/** Makes a value. Throws at an error that is not about an unknown command. */
export async function makeBig(node: Address, {commands}: BigValue, key: string): Promise<void> {
  const replies = await askAll(node, commands(key))
  const failed = replies.find((reply) => reply instanceof Error && !/unknown command/i.test(reply.message))
  if (failed) throw failed
}

/** Everything that can be read of a value, in an order of its own, to be compared. */
export async function everythingOf(node: Address, key: string): Promise<unknown> {
  const [type] = await askAll(node, [['TYPE', key]])
  const [time] = await askAll(node, [['PTTL', key]])
  // Some time has passed between two readings.
  return {type, expires: Math.round(Number(time) / 60_000), value: await valueOf(node, String(type), key)}
}

async function valueOf(node: Address, type: string, key: string): Promise<unknown> {
  if (type === 'stream') return streamOf(node, key)
  const commands: Record<string, Command> = {
    string: ['GET', key],
    list: ['LRANGE', key, 0, -1],
    set: ['SMEMBERS', key],
    zset: ['ZRANGE', key, 0, -1, 'WITHSCORES'],
    hash: ['HGETALL', key],
  }
  const [reply] = await askAll(node, [commands[type] ?? ['GET', key]])
  if (reply instanceof Error) throw reply
  if (type === 'set') return (reply as string[]).toSorted()
  if (type !== 'hash') return reply
  const words = reply as string[]
  const fields = words.filter((_, at) => at % 2 === 0)
  const [times] = await askAll(node, [['HPEXPIRETIME', key, 'FIELDS', fields.length, ...fields]])
  return fields
    .map((field, at) => [field, words[2 * at + 1], Array.isArray(times) ? times[at] : 'unknown'])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

async function streamOf(node: Address, key: string): Promise<unknown> {
  const [entries, info, groups] = await askAll(node, [
    ['XRANGE', key, '-', '+'],
    ['XINFO', 'STREAM', key],
    ['XINFO', 'GROUPS', key],
  ])
  const names = (groups as unknown[][]).map((group) => String(factOf(group, 'name')))
  const more = await askAll(
    node,
    names.flatMap((name) => [
      ['XPENDING', key, name, '-', '+', 10_000],
      ['XINFO', 'CONSUMERS', key, name],
    ]),
  )
  const facts = ['length', 'last-generated-id', 'entries-added', 'max-deleted-entry-id', 'idmp-duration']
  return {
    entries,
    facts: facts.map((name) => factOf(info as unknown[], name)),
    groups,
    pending: names.map((_, at) =>
      (more[2 * at] as [string, string, number, number][]).map(([id, consumer, idleMs, times]) => [
        id,
        consumer,
        Math.round(idleMs / 600_000),
        times,
      ]),
    ),
    consumers: names.map((_, at) =>
      (more[2 * at + 1] as unknown[][]).map((one) => [factOf(one, 'name'), factOf(one, 'pending')]),
    ),
  }
}

function factOf(words: readonly unknown[], name: string): unknown {
  const at = words.indexOf(name)
  return at < 0 ? undefined : words[at + 1]
}

function inCommands(
  command: string,
  key: string,
  elements: readonly (readonly (string | number)[])[],
): Command[] {
  const commands: Command[] = []
  for (let at = 0; at < elements.length; at += 500)
    commands.push([command, key, ...elements.slice(at, at + 500).flat()])
  return commands
}

const FILL_SET = `
  local rest = string.rep('x', ARGV[3])
  for i = ARGV[1], ARGV[2] do redis.call('SADD', KEYS[1], 'element:' .. i .. rest) end`
/** A server that is busy for longer may miss a PING of another node. */
const FILLED_AT_ONCE = 10_000

/** Makes a set of so many elements of a few bytes each, or that much more. */
export async function fillSet(node: Address, key: string, elements: number, bytes = 0): Promise<void> {
  for (let from = 1; from <= elements; from += FILLED_AT_ONCE) {
    await ask(node, 'EVAL', FILL_SET, 1, key, from, Math.min(elements, from + FILLED_AT_ONCE - 1), bytes)
  }
}
