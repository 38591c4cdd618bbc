/** A command of a replication stream. `end`: number of bytes of the stream up to and with its last one. */
export type StreamCommand = {readonly words: readonly Buffer[]; readonly end: number}

/** Bytes that are not what a primary sends to its replicas. */
export class StreamBroken extends Error {}

const STAR = 0x2a
const DOLLAR = 0x24
const CR = 0x0d
const LF = 0x0a
/** A longer number belongs to no length that a server accepts. */
const MOST_DIGITS = 11

/** What is complete, the bytes that it takes, and how many are needed for the next one at least. */
export type ParsedStream = {
  readonly commands: readonly StreamCommand[]
  readonly used: number
  readonly needed: number
}

/**
 * Splits a part of a replication stream, which begins between two commands, into commands. `start`: number of bytes of
 * the stream before it. The words share the memory of the buffer. Throws StreamBroken.
 */
export function parseStream(buffer: Buffer, start: number, most = Infinity): ParsedStream {
  const commands: StreamCommand[] = []
  const cursor = {at: 0, needed: 0}
  let used = 0
  while (used < buffer.length && commands.length < most) {
    // A sign of life is a single line feed.
    if (buffer[used] === LF) {
      used++
      continue
    }
    cursor.at = used
    const words = readCommand(buffer, cursor)
    if (!words) break
    used = cursor.at
    commands.push({words, end: start + used})
  }
  return {commands, used, needed: cursor.needed - used}
}

type Cursor = {at: number; needed: number}

/** Undefined if it is not complete; then `needed` is set. */
function readCommand(buffer: Buffer, cursor: Cursor): Buffer[] | undefined {
  const count = readLength(buffer, cursor, STAR)
  if (count === undefined) return undefined
  const words: Buffer[] = []
  for (let index = 0; index < count; index++) {
    const length = readLength(buffer, cursor, DOLLAR)
    if (length === undefined) return undefined
    const end = cursor.at + length
    if (end + 2 > buffer.length) {
      cursor.needed = end + 2
      return undefined
    }
    if (buffer[end] !== CR) throw new StreamBroken(`a word of ${length} bytes has no end`)
    words.push(buffer.subarray(cursor.at, end))
    cursor.at = end + 2
  }
  return words
}

/** Reads `*<number>` or `$<number>` with the end of its line. */
function readLength(buffer: Buffer, cursor: Cursor, mark: number): number | undefined {
  const begin = cursor.at
  if (begin < buffer.length && buffer[begin] !== mark) {
    throw new StreamBroken(`${String.fromCharCode(buffer[begin] ?? 0)} is not how a command begins`)
  }
  const end = buffer.indexOf(CR, begin)
  if (end < 0 || end + 1 >= buffer.length) {
    if (buffer.length - begin > MOST_DIGITS) throw new StreamBroken('a length has no end')
    cursor.needed = buffer.length + 1
    return undefined
  }
  cursor.at = end + 2
  return numberIn(buffer, begin + 1, end)
}

function numberIn(buffer: Buffer, from: number, end: number): number {
  if (end - from > MOST_DIGITS) throw new StreamBroken('a length is not a number')
  let value = 0
  for (let at = from; at < end; at++) {
    const digit = (buffer[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) throw new StreamBroken('a length is not a number')
    value = value * 10 + digit
  }
  return value
}
