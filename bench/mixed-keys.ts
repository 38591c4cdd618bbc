import {randomBytes} from 'node:crypto'

export type Command = [string, ...(string | number | Buffer)[]]

/** Names that break tools which treat keys as text. */
const NAMES = ['user:', 'a b:', 'nul\0:', '%s%n:', '\xff\xfe:', 'line\r\n:']
const BIG_BYTES = 20_000_000

/**
 * Writes this many keys: strings, counters, lists, sets, hashes, sorted sets and streams, every third with a time to
 * live, and one of 20 MB. A hundredth of them is in database 3 and the others in 0.
 */
export function* mixedKeys(count: number): Generator<Command> {
  const first = Math.round(count * 0.99)
  for (let number = 0; number < count; number++) {
    if (number === first) yield ['SELECT', '3']
    const key = Buffer.from(`${NAMES[number % NAMES.length]}${number}`, 'latin1')
    yield WRITES[number % WRITES.length]?.(key, number) ?? ['SET', key, number]
    if (number % 3 === 0) yield ['PEXPIRE', key, 7_200_000 + number]
  }
  yield ['SELECT', '0']
  yield ['SET', 'big', randomBytes(BIG_BYTES)]
}

const TEXT = Buffer.from('\0 %s\r\n'.padEnd(100, 'x'))

const WRITES: readonly ((key: Buffer, number: number) => Command)[] = [
  (key) => ['SET', key, TEXT],
  (key, number) => ['SET', key, number],
  (key) => ['SET', key, TEXT],
  (key, number) => ['HSET', key, 'name', TEXT.subarray(0, 50), 'number', number],
  (key) => ['SET', key, TEXT],
  (key, number) => ['RPUSH', key, 'a', number, TEXT],
  (key, number) => ['SADD', key, 1, 2, number],
  (key, number) => ['ZADD', key, 0.5, 'a', number, 'b'],
  (key) => ['SET', key, TEXT],
  (key, number) => ['XADD', key, `${number + 1}-1`, 'field', TEXT],
]
