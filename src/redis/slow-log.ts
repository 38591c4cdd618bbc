import type {SlowCommand} from '../domain/slow-command.js'
import type {Wire} from './wire.js'

/** Bytes of an argument that are kept. */
const KEPT_BYTES = 64
/** Arguments that are kept, with the name of the command. */
const KEPT_WORDS = 6

/** Commands whose arguments may be passwords. */
const SECRET = /^(auth|hello|acl|config|migrate)$/i

/** The latest slow commands of a node, newest first; long arguments are cut, and those that may be passwords left out. */
export async function readSlowLog(wire: Wire, count: number): Promise<SlowCommand[]> {
  return parseSlowLog(await wire.callBytes('SLOWLOG', 'GET', String(count)))
}

/**
 * `[[id, unix time, microseconds, [word, …], client, name], …]`, with words as bytes or text; the last two since Redis
 * 4.0. Empty if the node refused it.
 */
export function parseSlowLog(reply: unknown): SlowCommand[] {
  if (!Array.isArray(reply)) return []
  const entries = reply as readonly (readonly [
    number,
    number,
    number,
    readonly (Buffer | string)[],
    unknown?,
  ])[]
  return entries.map(([, seconds, microseconds, words, client]) => ({
    at: seconds * 1000,
    microseconds,
    words: shortWords(words.map((word) => Buffer.from(word as string))),
    client: client?.toString(),
  }))
}

function shortWords(words: readonly Buffer[]): string[] {
  const [name] = words
  if (name && SECRET.test(name.toString())) return [name.toString(), '…']
  const kept = words.slice(0, KEPT_WORDS).map(shortText)
  return words.length > KEPT_WORDS ? [...kept, '…'] : kept
}

function shortText(word: Buffer): string {
  return word.length > KEPT_BYTES ? `${word.subarray(0, KEPT_BYTES).toString()}…` : word.toString()
}
