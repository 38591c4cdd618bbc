import {type Deadline, expiryOf} from './deadlines.js'
import {isDigits, nameAt} from './words.js'

/** By how many milliseconds to move what a command says about times. */
export type TimeShifts = {
  /** Added to points in time. */
  readonly absoluteShiftMs: number
  /** Added to times to live. */
  readonly relativeShiftMs: number
}

/** A command with its times moved. */
export type TimedWords = {
  readonly words: readonly Buffer[]
  /**
   * Whether it sets, changes or removes the time to live of a key, or of fields of a hash, that exists already. False
   * for a command that overwrites the whole key.
   */
  readonly changesExpiry: boolean
}

/**
 * The command with each time moved by these milliseconds, except for points in time at which fields of a hash expire, which are rounded; at least 1 ms is left. What is in seconds
 * becomes milliseconds (EX becomes PX, EXPIRE becomes PEXPIRE) if the result is not whole seconds. 0, which means no
 * time to live or deletes, stays, and so does a command that is not as its syntax says.
 */
export function withTimes(
  words: readonly Buffer[],
  {absoluteShiftMs, relativeShiftMs}: TimeShifts,
): TimedWords {
  const expiry = expiryOf(words)
  if (expiry === undefined) return {words, changesExpiry: false}
  const {deadline, changesExpiry} = expiry
  const absoluteMs = deadline?.ofFields === true ? 0 : absoluteShiftMs
  const shiftMs = deadline?.isAbsolute === true ? absoluteMs : relativeShiftMs
  return {words: deadline ? shifted(words, deadline, Math.round(shiftMs)) : words, changesExpiry}
}

function shifted(words: readonly Buffer[], deadline: Deadline, shiftMs: number): readonly Buffer[] {
  const value = valueAt(words, deadline.at)
  if (value === undefined || value === 0n || shiftMs === 0) return words
  const ms = value * (deadline.inSeconds ? 1000n : 1n) + BigInt(shiftMs)
  if (ms > LARGEST) return words
  return written(words, deadline, ms < 1n ? 1n : ms)
}

function written(words: readonly Buffer[], {at, unitAt, inSeconds}: Deadline, ms: bigint): readonly Buffer[] {
  const inMs =
    inSeconds && ms % 1000n !== 0n ? words.with(unitAt, inMilliseconds(nameAt(words, unitAt))) : words
  return inMs.with(at, Buffer.from(String(inSeconds && inMs === words ? ms / 1000n : ms)))
}

function inMilliseconds(name: string): Buffer {
  return Buffer.from(IN_MS.get(name) ?? name)
}

/** The number, which needs more than 53 bits only if it makes no sense. */
function valueAt(words: readonly Buffer[], at: number): bigint | undefined {
  const word = words[at]
  if (word === undefined || word.length > 19 || !isDigits(word)) return undefined
  return BigInt(word.toString('latin1'))
}

const IN_MS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EX: 'PX',
    EXAT: 'PXAT',
    EXPIRE: 'PEXPIRE',
    EXPIREAT: 'PEXPIREAT',
    HEXPIRE: 'HPEXPIRE',
    HEXPIREAT: 'HPEXPIREAT',
    SETEX: 'PSETEX',
  }),
)

// Servers keep points in time as signed numbers of 64 bits.
const LARGEST = 2n ** 63n - 1n
