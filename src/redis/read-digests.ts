import type {TimedTtl} from '../domain/copies.js'
import type {Command, WireReply} from './wire.js'
import {digestOf, errorIn, furtherReadingOf, readingOf} from './value-digest.js'

/** Identifies a value, to be compared with `isSameDigest`, with its time to live. */
export type KeyDigest = TimedTtl & {readonly digest: string}

/**
 * Reads values completely; `ask` sends commands all at once. Undefined for a key that does not exist; or an error
 * reply.
 */
export async function readDigests(
  keys: readonly Buffer[],
  ask: (commands: readonly Command[]) => Promise<WireReply[]>,
): Promise<(KeyDigest | Error | undefined)[]> {
  const readFrom = performance.now()
  const facts = await askForEach(keys, ask, (key) => [
    ['TYPE', key],
    ['PTTL', key],
  ])
  const times = {readFrom, readTo: performance.now()}
  const types = facts.map(([type]) => (type?.error ? '' : String(type?.value)))
  const values = await askForEach(keys, ask, (key, at) =>
    types[at] === '' || types[at] === 'none' ? [] : readingOf(types[at] ?? '', key),
  )
  const more = await askForEach(keys, ask, (key, at) =>
    firstError(values[at]) ? [] : furtherReadingOf(types[at] ?? '', key, valuesOf(values[at])),
  )
  return keys.map((_, at) =>
    isGone(types[at] ?? '', values[at] ?? [])
      ? undefined
      : keyDigest(types[at] ?? '', {
          times,
          facts: facts[at] ?? [],
          values: values[at] ?? [],
          more: more[at] ?? [],
        }),
  )
}

type KeyReplies = {
  readonly times: Omit<TimedTtl, 'ttlMs'>
  readonly facts: readonly WireReply[]
  readonly values: readonly WireReply[]
  readonly more: readonly WireReply[]
}

function keyDigest(type: string, {times, facts, values, more}: KeyReplies): KeyDigest | Error | undefined {
  const further = more.map(({error, value}) => error ?? value)
  const error = firstError(facts) ?? firstError(values) ?? errorIn(further)
  if (error) return error
  const ttlMs = Number(facts[1]?.value)
  if (type === 'none' || ttlMs === -2) return undefined
  return {digest: digestOf(type, valuesOf(values), further), ttlMs, ...times}
}

/** Whether a key has expired, or was deleted or evicted, after its type was read. Only streams can be empty. */
function isGone(type: string, [first, ...others]: readonly WireReply[]): boolean {
  if (first?.error || first?.value === null) return first.error === undefined
  if (type === 'stream') return others.some(({error}) => /no such key/i.test(error?.message ?? ''))
  return Array.isArray(first?.value) && first.value.length === 0
}

/** The replies to the commands for each key. */
async function askForEach(
  keys: readonly Buffer[],
  ask: (commands: readonly Command[]) => Promise<WireReply[]>,
  commandsFor: (key: Buffer, at: number) => readonly Command[],
): Promise<WireReply[][]> {
  const commands = keys.map(commandsFor)
  const replies = await ask(commands.flat())
  let next = 0
  return commands.map(({length}) => replies.slice(next, (next += length)))
}

function firstError(replies: readonly WireReply[] = []): Error | undefined {
  return replies.find(({error}) => error)?.error
}

function valuesOf(replies: readonly WireReply[] = []): unknown[] {
  return replies.map(({value}) => value)
}
