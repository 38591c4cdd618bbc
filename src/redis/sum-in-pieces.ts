import {createHash, type Hash, hash} from 'node:crypto'
import {readStreamParts} from './stream-parts.js'
import {fieldTimeCommands, isUnknownCommand, scoreOf} from './value-digest.js'
import type {ReadOf} from './pieces/piece.js'
import {accept, type Command} from './wire.js'

/**
 * A word that identifies a value of one of the types that all servers have, and others for facts that not every version
 * reports. Throws ReplyRefused.
 */
export function sumInPieces(type: string, at: ReadOf): Promise<string> {
  const read = READERS[type]
  if (!read) throw new Error(`no reader for ${type}`)
  return read(at)
}

const READERS: Readonly<Record<string, (at: ReadOf) => Promise<string>>> = {
  string: async ({key, ask, size, count}) => {
    const sum = createHash('sha256')
    for (let from = 0; from < count; from += size) {
      sum.update(accept((await ask([['GETRANGE', key, from, from + size - 1]]))[0]) as Buffer)
    }
    return `${sum.digest('hex')}:${count}`
  },
  list: (at) => inOrder(at, 'list', (from, to) => ['LRANGE', at.key, from, to]),
  zset: (at) => inOrder(at, 'zset', (from, to) => ['ZRANGE', at.key, from, to, 'WITHSCORES']),
  set: (at) => unordered(at, 'SSCAN', (items) => Promise.resolve(items.map((item) => [item]))),
  hash: (at) => unordered(at, 'HSCAN', (items) => fieldsOf(at, items)),
  stream: async (at) => {
    const sum = createHash('sha256')
    const extras = await readStreamParts(at, (part) => add(sum, part))
    return [sum.digest('hex'), ...extras].join(' ')
  },
}

function add(sum: Hash, part: Buffer): void {
  sum.update(`${part.length}:`).update(part)
}

/** Elements that have a place. */
async function inOrder(
  {ask, size, count}: ReadOf,
  type: 'list' | 'zset',
  commandFor: (from: number, to: number) => Command,
): Promise<string> {
  const sum = createHash('sha256')
  for (let from = 0; from < count; from += size) {
    const items = accept((await ask([commandFor(from, from + size - 1)]))[0]) as Buffer[]
    items.forEach((item, at) => add(sum, type === 'zset' && at % 2 === 1 ? scoreOf(item) : item))
  }
  return `${sum.digest('hex')}:${count}`
}

/** Elements without a place, which servers return in any order, and some of them twice. */
async function unordered(
  {key, ask, size}: ReadOf,
  command: 'SSCAN' | 'HSCAN',
  elementsOf: (items: readonly Buffer[]) => Promise<readonly (readonly Buffer[])[]>,
): Promise<string> {
  const sums = new Sums()
  let cursor = '0'
  do {
    const [next, items] = accept((await ask([[command, key, cursor, 'COUNT', size]]))[0]) as [
      Buffer,
      Buffer[],
    ]
    for (const words of await elementsOf(items)) sums.add(words)
    cursor = next.toString()
  } while (cursor !== '0')
  return sums.digest()
}

/** Fields with their values, and when they expire. */
async function fieldsOf({key, ask}: ReadOf, items: readonly Buffer[]): Promise<Buffer[][]> {
  const fields = items.filter((_, at) => at % 2 === 0)
  const replies = await ask(fieldTimeCommands(key, fields))
  const times = replies.flatMap((reply) =>
    isUnknownCommand(reply.error) ? [] : (accept(reply) as unknown[]),
  )
  return fields.map((field, at) => {
    const time = Number(times[at] ?? -1)
    return [field, items[2 * at + 1] ?? field, ...(time >= 0 ? [Buffer.from(String(time))] : [])]
  })
}

/** Sums of elements, each counted once; eight bytes are kept for each. */
class Sums {
  private sums = new BigUint64Array(1024)
  private length = 0

  add(words: readonly Buffer[]): void {
    if (this.length === this.sums.length) {
      const larger = new BigUint64Array(2 * this.length)
      larger.set(this.sums)
      this.sums = larger
    }
    const text = Buffer.concat(words.flatMap((word) => [Buffer.from(`${word.length}:`), word]))
    this.sums[this.length++] = hash('sha1', text, 'buffer').readBigUInt64LE(0)
  }

  digest(): string {
    const sorted = this.sums.subarray(0, this.length).sort()
    const sum = createHash('sha256')
    let last: bigint | undefined
    let count = 0
    const words = new BigUint64Array(4096)
    for (const one of sorted) {
      if (one === last) continue
      last = one
      words[count++ % words.length] = one
      if (count % words.length === 0) sum.update(words)
    }
    return `${sum.update(words.subarray(0, count % words.length)).digest('hex')}:${count}`
  }
}
