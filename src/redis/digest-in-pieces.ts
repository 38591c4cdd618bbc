import {randomUUID} from 'node:crypto'
import {isServerError, ReplyRefused} from './errors.js'
import type {ReadOf} from './pieces/piece.js'
import {pieceTypeOf} from './pieces/value-types.js'
import {sumInPieces} from './sum-in-pieces.js'
import {type KeyDigest, readDigests} from './read-digests.js'
import {accept, type Command, type WireReply} from './wire.js'

/** A value of more memory than this is read in pieces: a server serves nobody else while it sends one whole. */
export const BIG_BYTES = 1_000_000

type Ask = (commands: readonly Command[]) => Promise<WireReply[]>

/** Bytes that one command should read. */
const PIECE_BYTES = 250_000
const MOST_ELEMENTS = 1000
const USUAL_BYTES = 100

/**
 * Identifies a value of any size, to be compared with that of another server which was read in the same way. It is no
 * reading of one moment: a value that is changed meanwhile may differ from all that it ever was. Undefined for a key that
 * does not exist; or an error reply.
 */
export async function digestInPieces(key: Buffer, ask: Ask): Promise<KeyDigest | Error | undefined> {
  const readFrom = performance.now()
  const replies = await ask([
    ['TYPE', key],
    ['PTTL', key],
  ])
  const refused = replies.find(({error}) => error)
  if (refused) return refused.error
  const [type = '', ttl] = replies.map(({value}) => String(value))
  const times = {ttlMs: Number(ttl), readFrom, readTo: performance.now()}
  if (type === 'none' || times.ttlMs === NO_SUCH_KEY) return undefined
  // A type of a module is read as a whole.
  const known = pieceTypeOf(type)
  if (!known) return (await readDigests([key], ask))[0]
  const digest = await digestOfType(type, known.count, {key, ask})
  return digest instanceof Error ? digest : {digest, ...times}
}

/** PTTL of a key that does not exist. */
const NO_SUCH_KEY = -2

async function digestOfType(
  type: string,
  count: string,
  {key, ask}: Pick<ReadOf, 'key' | 'ask'>,
): Promise<string | Error> {
  try {
    const extent = await extentOf(key, count, ask)
    return `pieces-${type} ${await sumInPieces(type, {key, ask, ...extent})}`
  } catch (refused) {
    if (!isServerError(refused) || !(refused instanceof ReplyRefused)) throw refused
    // It was deleted meanwhile, or has another type now.
    return isChange(refused) ? `changed ${randomUUID()}` : refused
  }
}

function isChange({message}: Error): boolean {
  return /WRONGTYPE|no such key|NOGROUP/i.test(message)
}

/** How many elements, or bytes of a string, a value has, and how many of them are read at once. */
async function extentOf(key: Buffer, command: string, ask: Ask): Promise<Pick<ReadOf, 'count' | 'size'>> {
  const [counted, used] = await ask([
    [command, key],
    ['MEMORY', 'USAGE', key],
  ])
  const count = Number(accept(counted))
  if (command === 'STRLEN') return {count, size: PIECE_BYTES}
  const each = used?.error ? USUAL_BYTES : Number(used?.value) / Math.max(1, count)
  return {count, size: Math.min(MOST_ELEMENTS, Math.max(1, Math.floor(PIECE_BYTES / Math.max(1, each))))}
}
