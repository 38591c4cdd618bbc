import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import {FOLLOW_GRACE_MS, type StreamKey} from '../../domain/follow.js'
import {groupBy} from '../../domain/group.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import type {HistoryPlace, KeyAt} from '../../redis/dump-at.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import {isServerError} from '../../redis/errors.js'
import {importErrorKind, isOfKeyAlone} from '../../redis/import-error.js'
import type {KeyClient} from '../../redis/key-client.js'
import {inParts} from '../../redis/pieces/piece.js'
import type {Source} from '../../redis/source.js'
import type {Owners} from '../import/owners.js'
import {refusalText} from '../import/dump-keys.js'
import {restoreTimed} from './restore-timed.js'

/** What the keys of a source are brought over with. */
export type Bringing = {
  readonly source: Source
  readonly owners: Owners
  /** The database of the cluster for one of the source. */
  readonly databaseFor: (db: number) => number
  /** A node of a cluster reads keys of one slot at a time. */
  readonly inCluster: boolean
  readonly signal: AbortSignal
  /** Whether the source's stream has this history; a server that has just been promoted may have another one. */
  readonly isKnown: (replid: string) => boolean
  readonly onWaiting: (what: string) => void
  /** Called with a key that the source refuses to read. */
  readonly onRefused: (key: StreamKey, why: string) => void
  /** How long the source may be at another place of its stream, in milliseconds. */
  readonly patienceMs: number
  /** The place at which the stream began that is applied afterwards: what is read must not be older. */
  readonly begin: number
  /** The last place at which something was read. */
  readonly seen: {offset: number}
}

const AGAIN_AFTER_MS = 50
/** A server serves nobody else while it reads these. */
const AT_ONCE = 100
const MOST_BYTES = 4_000_000
/** As many parts are under way at the same time. */
const PARTS = 4

/**
 * Makes keys in the cluster what they are on the source now. `needed`: the place of the stream that the source must have come
 * to at least. Calls `onBrought` with each key and the place at which it was so. Throws INCOMPLETE if the source or the
 * cluster refuses them, CANCELLED if the signal is aborted.
 */
export async function bringKeys(
  bringing: Bringing,
  keys: readonly StreamKey[],
  needed: number,
  onBrought: (key: StreamKey, at: HistoryPlace) => void,
): Promise<void> {
  for (const [db, some] of groupBy(keys, ({db}) => db)) {
    let most = AT_ONCE
    for (let at = 0; at < some.length;) {
      const parts = inParts(some.slice(at, at + PARTS * most), most)
      at += PARTS * most
      const sizes = await settleAll(parts.map((part) => bringPart(bringing, db, part, {needed, onBrought})))
      // Big values are read a few at a time: they are all in memory.
      const largest = Math.max(1, ...sizes)
      most = Math.max(1, Math.min(AT_ONCE, Math.floor((most * MOST_BYTES) / largest)))
    }
  }
}

type PartWishes = {
  readonly needed: number
  readonly onBrought: (key: StreamKey, at: HistoryPlace) => void
}

/** Returns how many bytes the values had. */
async function bringPart(
  bringing: Bringing,
  db: number,
  part: readonly StreamKey[],
  {needed, onBrought}: PartWishes,
): Promise<number> {
  const read = await readAt(
    bringing,
    db,
    part.map(({key}) => key),
    needed,
  )
  await putAll(bringing, bringing.databaseFor(db), read)
  for (const {key, replid, offset} of read) onBrought({db, key}, {replid, offset})
  return read.reduce(
    (sum, {value}) => sum + (value && !(value instanceof Error) ? value.payload.length : 0),
    0,
  )
}

/** How far the stream of the source has come. */
export async function placeNow(bringing: Bringing): Promise<number> {
  const {source, isKnown, begin} = bringing
  const wait = waitingFor(bringing)
  for (;;) {
    const {replid, offset} = await source.use('read', (client) => client.historyPlace())
    if (isKnown(replid) && offset >= begin) return offset
    await wait()
  }
}

const RENEW_AFTER_MS = 1000

/**
 * Waits a moment, each time that it is called, for a server that is not where its stream is. After a while another one is looked
 * for. Throws UNREACHABLE after `patienceMs`, and CANCELLED.
 */
function waitingFor({source, signal, onWaiting, patienceMs}: Bringing): () => Promise<void> {
  const began = performance.now()
  let renewedAt = began
  return async () => {
    refuseAborted(signal)
    const now = performance.now()
    if (now - began > patienceMs) {
      throw new ClusterToolError(
        'UNREACHABLE',
        `The source ${source.name} did not come to the place of its own stream within ${Math.round(patienceMs / 1000)} s.`,
      )
    }
    if (now - renewedAt > RENEW_AFTER_MS) {
      renewedAt = now
      onWaiting(`${source.name} to have what its stream says`)
      await source.renew()
    }
    await sleep(AGAIN_AFTER_MS)
  }
}

/** Reads keys at a place of the stream that is known and not too early. */
export async function readAt(
  bringing: Bringing,
  db: number,
  keys: readonly Buffer[],
  needed: number,
): Promise<KeyAt[]> {
  const {source, inCluster, isKnown, onRefused, begin, seen} = bringing
  const wait = waitingFor(bringing)
  const least = Math.max(needed, begin)
  for (;;) {
    const read = await source.use('read', async (client) => {
      const found = await client.dumpAt(db, keys, inCluster)
      for (const {key, value} of found) {
        if (value instanceof Error && !isOfKeyAlone(value, source.owns(key))) throw value
      }
      return found
    })
    if (read.every((one) => isKnown(one.replid) && one.offset >= least)) {
      seen.offset = Math.max(seen.offset, ...read.map(({offset}) => offset))
      for (const {key, value} of read) if (value instanceof Error) onRefused({db, key}, refusalText(value))
      return read
    }
    await wait()
  }
}

/** Makes keys what they were when they were read, each on its owner, however long that takes. */
export async function putAll(bringing: Bringing, db: number, keys: readonly KeyAt[]): Promise<void> {
  const {owners, signal, onWaiting} = bringing
  let left = keys.filter(({value}) => !(value instanceof Error))
  for (let isFirst = true; left.length > 0; isFirst = false) {
    if (!isFirst) {
      refuseAborted(signal)
      await sleep(AGAIN_AFTER_MS)
      await owners.refreshIfPossible()
    }
    const parts = await settleAll(
      [...owners.group(left)].map(([owner, some]) => putOn({owners, owner, db, keys: some})),
    )
    left = parts.flatMap((part) => part.left)
    const why = parts.find((part) => part.left.length > 0)?.why
    if (why !== undefined && !isFirst) onWaiting(why)
  }
}

type Put = {
  readonly owners: Owners
  readonly owner: NodeId | undefined
  readonly db: number
  readonly keys: readonly KeyAt[]
}

type PutResult = {readonly left: readonly KeyAt[]; readonly why: string}

/** Returns the keys that are not there yet, and why. Throws INCOMPLETE if they never will be. */
async function putOn({owners, owner, db, keys}: Put): Promise<PutResult> {
  if (owner === undefined) return {left: keys, why: 'the owners of all slots to answer'}
  owners.brought.add(owner, keys.length)
  try {
    const errors = await owners.use(owner, (client) => putWith(client, db, keys))
    const left = keys.filter((_, at) => errors[at] !== undefined)
    const failed = errors.filter((error) => error !== undefined)
    for (const error of failed) refuseFinal(error, owners.nameOf(owner))
    const asking = await putAsking({owners, owner, db, keys}, errors)
    return {
      left: left.filter((key) => !asking.has(key)),
      why: `${owners.nameOf(owner)} to accept keys (${failed[0]?.message ?? ''})`,
    }
  } catch (error) {
    if (!isServerError(error)) throw error
    return {left: keys, why: `${owners.nameOf(owner)} to answer (${error.message})`}
  }
}

/** The keys of a slot that is on its way to another node go there. */
async function putAsking(
  {owners, db, keys}: Put,
  errors: readonly (Error | undefined)[],
): Promise<ReadonlySet<KeyAt>> {
  const done = new Set<KeyAt>()
  for (const [at, error] of errors.entries()) {
    const address = /^ASK \d+ (\S+)/.exec(error?.message ?? '')?.[1]
    const key = keys[at]
    const target = address === undefined ? undefined : owners.idAt(address)
    if (target === undefined || !key) continue
    const [refused] = await owners.use(target, (client) => putWith(client, db, [key], true))
    if (!refused) done.add(key)
  }
  return done
}

async function putWith(
  client: KeyClient,
  db: number,
  keys: readonly KeyAt[],
  asking = false,
): Promise<(Error | undefined)[]> {
  const commands = keys.map(({key, value}) =>
    value === undefined ? (['DEL', key] as const) : restoreTimed(value as DumpedKey, FOLLOW_GRACE_MS),
  )
  const replies = await client.execute(
    db,
    asking ? commands.flatMap((command) => [['ASKING'] as const, command]) : commands,
  )
  return (asking ? replies.filter((_, at) => at % 2 === 1) : replies).map(({error}) => error)
}

/** What no waiting helps against. Memory may be given, or freed. */
function refuseFinal(error: Error, owner: string): void {
  const kind = importErrorKind(error)
  if (/^(OOM|MISCONF)\b/.test(error.message) || kind === 'elsewhere' || kind === 'try-again') return
  throw new ClusterToolError('INCOMPLETE', `${owner} refuses keys of the source: ${error.message}`, {
    cause: error,
  })
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Interrupted.')
}
