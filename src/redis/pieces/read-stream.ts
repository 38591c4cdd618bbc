import {factsOf} from '../value-digest.js'
import {accept, type Command} from '../wire.js'
import {inParts, type Piece, type PieceReading, type ReadPieces} from './piece.js'
import {afterId, compareIds, isIn, type IdRange} from './stream-ids.js'

type Entry = {readonly id: string; readonly words: readonly Buffer[]}
/** `atMs`: when it was delivered last, by the clock of the server; `times`: how often. */
type Pending = {readonly id: string; readonly consumer: Buffer; readonly atMs: number; readonly times: number}
type StreamFacts = ReadonlyMap<string, unknown>

/** What is known of a stream before its entries are read. */
type Stream = {
  readonly facts: StreamFacts
  readonly groups: readonly Buffer[]
  readonly firstId: string | undefined
}

/**
 * A stream with its groups, their consumers and pending entries, and its last ids. How long consumers have been idle
 * is not kept. A pending entry that was deleted from the stream exists in the copy until the group has it.
 */
export const readStream: ReadPieces = async function* (reading) {
  const {key, copy, ask} = reading
  const [info, groups] = await ask([
    ['XINFO', 'STREAM', key],
    ['XINFO', 'GROUPS', key],
  ])
  const facts = factsOf(accept(info))
  const all = (accept(groups) as unknown[]).map(factsOf)
  yield {writes: all.map((group) => createGroup(copy, group)), elements: 0}
  const names = all.map((group) => group.get('name') as Buffer)
  for (const name of names) yield await consumersOf(reading, name)
  const stream = {facts, groups: names, firstId: firstIdOf(facts)}
  for (let from = '0-0'; ;) {
    const length = reading.size()
    const [reply] = await ask([['XRANGE', key, from, '+', 'COUNT', length]])
    const entries = (accept(reply) as [Buffer, Buffer[]][]).map(([id, words]) => ({id: String(id), words}))
    const last = entries.length < length ? undefined : entries.at(-1)?.id
    yield* entryPieces(reading, stream, {entries, range: {from, to: last}})
    if (last === undefined) break
    from = afterId(last)
  }
  yield {writes: [...lastIds(copy, facts), ...readCounts(copy, all)], elements: 0}
}

function createGroup(copy: Buffer, group: StreamFacts): Command {
  return ['XGROUP', 'CREATE', copy, group.get('name') as Buffer, lastDelivered(group), 'MKSTREAM']
}

function lastDelivered(group: StreamFacts): string {
  return String(group.get('last-delivered-id'))
}

/**
 * How many entries a group has read, which Redis 7.0 and later count. At the end, because a stream accepts no more
 * than were ever added to it.
 */
function readCounts(copy: Buffer, groups: readonly StreamFacts[]): Command[] {
  return groups.flatMap((group): Command[] => {
    const [name, read] = [group.get('name') as Buffer, group.get('entries-read')]
    return typeof read === 'number'
      ? [['XGROUP', 'SETID', copy, name, lastDelivered(group), 'ENTRIESREAD', read]]
      : []
  })
}

/** Reading its own pending entries creates a consumer on every version. */
async function consumersOf({key, copy, ask}: PieceReading, group: Buffer): Promise<Piece> {
  const [reply] = await ask([['XINFO', 'CONSUMERS', key, group]])
  const names = (accept(reply) as unknown[]).map((one) => factsOf(one).get('name') as Buffer)
  return {
    writes: names.map((name) => ['XREADGROUP', 'GROUP', group, name, 'COUNT', 1, 'STREAMS', copy, 0]),
    elements: 0,
  }
}

type EntryRange = {readonly entries: readonly Entry[]; readonly range: IdRange}

async function* entryPieces(
  reading: PieceReading,
  {groups, firstId}: Stream,
  {entries, range}: EntryRange,
): AsyncGenerator<Piece, void> {
  const {copy} = reading
  const present = new Set(entries.map(({id}) => id))
  const deleted = new Set<string>()
  const claims: Command[] = []
  for (const group of groups) {
    for await (const pending of pendingIn(reading, group, range)) {
      for (const {id} of pending) if (!present.has(id)) deleted.add(id)
      claims.push(...claimsOf(copy, group, pending))
    }
  }
  const added = [...entries, ...[...deleted].map((id): Entry => ({id, words: PLACEHOLDER}))]
  yield {
    writes: addEntries(
      copy,
      added.toSorted((a, b) => compareIds(a.id, b.id)),
    ),
    elements: entries.length,
  }
  for (const claim of claims) yield {writes: [claim], elements: 0}
  // Trimming takes those that are older than the first entry. It does not count as a deletion.
  const between = [...deleted].filter((id) => firstId !== undefined && compareIds(id, firstId) > 0)
  for (const ids of inParts(between, MOST_IDS)) yield {writes: [['XDEL', copy, ...ids]], elements: 0}
}

/** The server looks for the entry of each. */
const MOST_IDS = 100

/** KEYS: a stream. ARGV: for each entry the number of its words, then the words: its id, fields and values. */
const ADD_ENTRIES = `
  local at = 1
  while at <= #ARGV do
    local last = at + tonumber(ARGV[at])
    redis.call('XADD', KEYS[1], unpack(ARGV, at + 1, last))
    at = last + 1
  end`

const ENTRIES_IN_COMMAND = 500

function addEntries(copy: Buffer, entries: readonly Entry[]): Command[] {
  return inParts(entries, ENTRIES_IN_COMMAND).map((some): Command => [
    'EVAL',
    ADD_ENTRIES,
    1,
    copy,
    ...some.flatMap(({id, words}) => [words.length + 1, id, ...words]),
  ])
}

const PLACEHOLDER = [Buffer.from('deleted'), Buffer.from('1')]

async function* pendingIn(
  {key, ask, size}: PieceReading,
  group: Buffer,
  {from, to}: IdRange,
): AsyncGenerator<Pending[], void> {
  for (let next = from; isIn(next, to);) {
    const length = size()
    const [reply, clock] = await ask([['XPENDING', key, group, next, to ?? '+', length], ['TIME']])
    const nowMs = toMs(accept(clock) as Buffer[])
    const rows = accept(reply) as [Buffer, Buffer, number, number][]
    const found = rows.map(([id, consumer, idleMs, times]) => ({
      id: String(id),
      consumer,
      atMs: nowMs - idleMs,
      times,
    }))
    if (found.length > 0) yield found
    const last = found.length < length ? undefined : found.at(-1)?.id
    if (last === undefined) return
    next = afterId(last)
  }
}

/** From the reply to TIME: seconds and microseconds. */
function toMs([seconds, micros]: readonly Buffer[]): number {
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000)
}

/** One command for all entries that differ only in their ids. */
function claimsOf(copy: Buffer, group: Buffer, pending: readonly Pending[]): Command[] {
  const alike = new Map<string, [Pending, ...Pending[]]>()
  for (const one of pending) {
    const name = `${one.consumer.toString('hex')} ${one.atMs} ${one.times}`
    const others = alike.get(name)
    if (others) others.push(one)
    else alike.set(name, [one])
  }
  return [...alike.values()].flatMap((all) => {
    const [{consumer, atMs, times}] = all
    return inParts(all, MOST_IDS).map((some): Command => {
      const ids = some.map(({id}) => id)
      const as = ['TIME', atMs, 'RETRYCOUNT', times, 'FORCE', 'JUSTID']
      return ['XCLAIM', copy, group, consumer, 0, ...ids, ...as]
    })
  })
}

/** Redis 7.0 and later also report how many entries were ever added, and the highest id that was deleted. */
function lastIds(copy: Buffer, facts: StreamFacts): Command[] {
  const counts =
    facts.get('entries-added') === undefined
      ? []
      : [
          'ENTRIESADDED',
          Number(facts.get('entries-added')),
          'MAXDELETEDID',
          String(facts.get('max-deleted-entry-id')),
        ]
  return [
    ...settingsOf(copy, facts),
    ['XTRIM', copy, 'MAXLEN', Number(facts.get('length'))],
    ['XSETID', copy, String(facts.get('last-generated-id')), ...counts],
  ]
}

/** Redis 8.6: for how long, and for how many entries, it recognizes an entry that a producer adds again. */
function settingsOf(copy: Buffer, facts: StreamFacts): Command[] {
  const [ms, most] = [facts.get('idmp-duration'), facts.get('idmp-maxsize')]
  if (typeof ms !== 'number' || typeof most !== 'number') return []
  return [['XCFGSET', copy, 'IDMP-DURATION', ms, 'IDMP-MAXSIZE', most]]
}

function firstIdOf(facts: StreamFacts): string | undefined {
  const first = facts.get('first-entry')
  return Array.isArray(first) ? String(first[0]) : undefined
}
