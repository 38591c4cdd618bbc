import {expect} from 'chai'
import type {Piece, ReadPieces} from '../../../../src/redis/pieces/piece.js'
import {
  readHash,
  readList,
  readSet,
  readSortedSet,
  readString,
} from '../../../../src/redis/pieces/read-values.js'
import {ReplyRefused} from '../../../../src/redis/errors.js'
import type {Command, WireReply} from '../../../../src/redis/wire.js'

const key = Buffer.from('key')
const copy = Buffer.from('copy')

/** Reads in pieces of two; `answers`: what the server says to each command, as one text. */
async function read(type: ReadPieces, answers: Readonly<Record<string, unknown>>): Promise<Piece[]> {
  const ask = (commands: readonly Command[]) =>
    Promise.resolve(
      commands.map((command): WireReply => {
        const value = answers[command.join(' ')]
        if (value === undefined) throw new TypeError(`nobody expected ${command.join(' ')}`)
        return value instanceof ReplyRefused
          ? {error: value, value: undefined}
          : {error: undefined, value: toBuffers(value)}
      }),
    )
  const pieces: Piece[] = []
  for await (const piece of type({key, copy, ask, size: () => 2})) pieces.push(piece)
  return pieces
}

function toBuffers(value: unknown): unknown {
  return Array.isArray(value) ? value.map(toBuffers) : typeof value === 'string' ? Buffer.from(value) : value
}

function written(pieces: readonly Piece[]): string[] {
  return pieces.flatMap(({writes}) => writes.map((write) => write.join(' ')))
}

describe('values are read in pieces', () => {
  it('lists in their order, until a piece is not full', async () => {
    const pieces = await read(readList, {
      'LRANGE key 0 1': ['a', 'b'],
      'LRANGE key 2 3': ['c', 'd'],
      'LRANGE key 4 5': [],
    })
    expect(written(pieces)).to.deep.equal(['RPUSH copy a b', 'RPUSH copy c d'])
    expect(pieces.map(({elements}) => elements)).to.deep.equal([2, 2])
  })

  it('sorted sets with the scores as the server writes them', async () => {
    const pieces = await read(readSortedSet, {
      'ZRANGE key 0 1 WITHSCORES': ['a', '-inf', 'b', '0.10000000000000001'],
      'ZRANGE key 2 3 WITHSCORES': ['c', '1e+300'],
    })
    expect(written(pieces)).to.deep.equal(['ZADD copy -inf a 0.10000000000000001 b', 'ZADD copy 1e+300 c'])
  })

  it('sets up to the end of the cursor, also if a part of the table is empty', async () => {
    const pieces = await read(readSet, {
      'SSCAN key 0 COUNT 2': ['7', ['a', 'b', 'c']],
      'SSCAN key 7 COUNT 2': ['3', []],
      'SSCAN key 3 COUNT 2': ['0', ['d']],
    })
    expect(written(pieces)).to.deep.equal(['SADD copy a b c', 'SADD copy d'])
  })

  it('strings as one value, which is written when all of it is there', async () => {
    const pieces = await read(readString, {
      'GETRANGE key 0 1': 'ab',
      'GETRANGE key 2 3': 'cd',
      'GETRANGE key 4 5': 'e',
    })
    expect(written(pieces)).to.deep.equal(['SET copy abcde'])
    expect(pieces.at(-1)?.isLong).to.equal(true)
  })

  it('hashes with the times at which fields expire, and without fields that have', async () => {
    const pieces = await read(readHash, {
      'HSCAN key 0 COUNT 2': ['9', ['a', '1', 'b', '2', 'c', '3']],
      'HPEXPIRETIME key FIELDS 3 a b c': [5000, -1, 5000],
      'HSCAN key 9 COUNT 2': ['0', ['d', '4', 'e', '5']],
      'HPEXPIRETIME key FIELDS 2 d e': [-2, -1],
    })
    expect(written(pieces)).to.deep.equal([
      'HSET copy a 1 b 2 c 3',
      'HPEXPIREAT copy 5000 FIELDS 2 a c',
      'HSET copy e 5',
    ])
    // One that has expired still counts among the elements, as HLEN does.
    expect(pieces.map(({expires}) => expires ?? false)).to.deep.equal([true, true])
  })

  it('hashes of servers that do not know such times, which are asked only once', async () => {
    const unknown = new ReplyRefused("ERR unknown command 'HPEXPIRETIME'")
    const pieces = await read(readHash, {
      'HSCAN key 0 COUNT 2': ['9', ['a', '1']],
      'HPEXPIRETIME key FIELDS 1 a': unknown,
      'HSCAN key 9 COUNT 2': ['0', ['b', '2']],
    })
    expect(written(pieces)).to.deep.equal(['HSET copy a 1', 'HSET copy b 2'])
  })

  it('not if the server refuses', async () => {
    const gone = new ReplyRefused('ASK 7 127.0.0.1:7001')
    const reading = read(readList, {'LRANGE key 0 1': ['a', 'b'], 'LRANGE key 2 3': gone})
    const error = await reading.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).to.equal(gone)
  })
})
