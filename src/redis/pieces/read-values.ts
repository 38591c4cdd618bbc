import {accept, type Command} from '../wire.js'
import {inParts, MOST_IN_COMMAND, type PieceReading, type ReadPieces} from './piece.js'

/**
 * A string by ranges of bytes. It is sent as one value: a server serves others while it receives it, whereas a string
 * that grows is copied again and again.
 */
export const readString: ReadPieces = async function* ({key, copy, ask, size}) {
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const bytes = size()
    const [reply] = await ask([['GETRANGE', key, at, at + bytes - 1]])
    const part = accept(reply) as Buffer
    parts.push(part)
    if (part.length < bytes) break
    at += bytes
    yield {writes: [], elements: part.length}
  }
  yield {writes: [['SET', copy, Buffer.concat(parts)]], elements: 0, isLong: true}
}

/** A list from its head to its tail. */
export const readList: ReadPieces = async function* ({key, copy, ask, size}) {
  for (let at = 0; ;) {
    const length = size()
    const [reply] = await ask([['LRANGE', key, at, at + length - 1]])
    const items = accept(reply) as Buffer[]
    yield* added('RPUSH', copy, items, 1)
    if (items.length < length) return
    at += length
  }
}

/** A sorted set by rank. Scores are passed on as the server writes them, which is exact. */
export const readSortedSet: ReadPieces = async function* ({key, copy, ask, size}) {
  for (let at = 0; ;) {
    const length = size()
    const [reply] = await ask([['ZRANGE', key, at, at + length - 1, 'WITHSCORES']])
    const items = accept(reply) as Buffer[]
    const pairs = items.flatMap((item, at) => (at % 2 === 1 ? [item, items[at - 1] ?? item] : []))
    yield* added('ZADD', copy, pairs, 2)
    if (items.length < 2 * length) return
    at += length
  }
}

/** A set in the order of its hash table. An element may come twice. */
export const readSet: ReadPieces = async function* (reading) {
  for await (const items of scan('SSCAN', reading)) yield* added('SADD', reading.copy, items, 1)
}

/** A hash in the order of its hash table, with the times at which single fields expire. */
export const readHash: ReadPieces = async function* (reading) {
  let timed = true
  for await (const items of scan('HSCAN', reading)) {
    for (const part of inParts(items, 2 * MOST_IN_COMMAND)) {
      const times: readonly unknown[] | undefined = timed ? await fieldTimes(reading, part) : undefined
      timed = times !== undefined
      yield hashPiece(reading.copy, part, times ?? [])
    }
  }
}

/** Undefined if the server does not know that: Redis before 7.4, Valkey before 9.0. */
async function fieldTimes(
  {key, ask}: PieceReading,
  items: readonly Buffer[],
): Promise<unknown[] | undefined> {
  const fields = items.filter((_, at) => at % 2 === 0)
  const [reply] = await ask([['HPEXPIRETIME', key, 'FIELDS', fields.length, ...fields]])
  const isUnknown = reply?.error && /unknown command/i.test(reply.error.message)
  return isUnknown ? undefined : (accept(reply) as unknown[])
}

/** A field that has expired in the meantime. */
const NO_SUCH_FIELD = -2

function hashPiece(copy: Buffer, items: readonly Buffer[], times: readonly unknown[]) {
  const fields = items.flatMap((field, at) => {
    const time = Number(times[at / 2] ?? -1)
    return at % 2 === 1 || time === NO_SUCH_FIELD ? [] : [{field, value: items[at + 1] ?? field, time}]
  })
  const byTime = new Map<number, Buffer[]>()
  for (const {field, time} of fields) if (time >= 0) byTime.set(time, [...(byTime.get(time) ?? []), field])
  const expiring = [...byTime].map(([time, some]): Command => [
    'HPEXPIREAT',
    copy,
    time,
    'FIELDS',
    some.length,
    ...some,
  ])
  const words = fields.flatMap(({field, value}) => [field, value])
  const writes: Command[] = words.length > 0 ? [['HSET', copy, ...words], ...expiring] : []
  const hasExpired = fields.length < items.length / 2
  return {writes, elements: fields.length, ...((expiring.length > 0 || hasExpired) && {expires: true})}
}

async function* scan(command: string, {key, ask, size}: PieceReading): AsyncGenerator<Buffer[], void> {
  let cursor = '0'
  do {
    const [reply] = await ask([[command, key, cursor, 'COUNT', size()]])
    const [next, items] = accept(reply) as [Buffer, Buffer[]]
    if (items.length > 0) yield items
    cursor = next.toString()
  } while (cursor !== '0')
}

/** `words`: how many of them make one element. A small value that is stored as one block comes all at once. */
function* added(command: string, copy: Buffer, items: readonly Buffer[], words: number) {
  for (const part of inParts(items, words * MOST_IN_COMMAND)) {
    const write: Command = [command, copy, ...part]
    yield {writes: [write], elements: part.length / words}
  }
}
