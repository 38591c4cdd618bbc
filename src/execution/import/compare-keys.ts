import {isSameExpiry} from '../../domain/copies.js'
import {settleAll} from '../../domain/settle-all.js'
import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {KeyClient} from '../../redis/key-client.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {KeyDigest} from '../../redis/read-digests.js'
import {inBatches} from './batches.js'
import {TOO_BIG} from '../../redis/key-scripts.js'
import {isPassing} from '../../redis/source.js'
import {isSameDigest} from '../../redis/value-digest.js'
import type {Lane} from './job.js'

/**
 * How a key of the source compares with that of the cluster. `missing`: the cluster does not have it. `again`: the
 * cluster did not say. `arrived`: only the cluster has it now. `gone`: neither has it. `what`: why they differ.
 */
export type Verdict = 'again' | 'missing' | 'arrived' | 'gone' | 'equal' | {readonly what: string}

/** A key as one side has it: its value, an error reply, or undefined if it does not exist. */
export type DigestReply = KeyDigest | Error | undefined

/** A server serves nobody else while it reads these. */
const AT_ONCE = {keys: 200, bytes: 500_000}

/** Compares keys of the source with those of their owner. Rejects if the owner does not answer. */
export async function compareKeys(lane: Lane, owner: NodeId, keys: readonly SizedKey[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const some of inBatches(keys, AT_ONCE)) {
    const bare = some.map(({key}) => key)
    verdicts.push(...(await compareSome(lane, owner, bare)))
  }
  return verdicts
}

async function compareSome(lane: Lane, owner: NodeId, keys: readonly Buffer[]): Promise<Verdict[]> {
  const sums = await readBoth(lane, owner, (client, db) => client.sums(db, keys))
  const verdicts = judgeAll(sums, keys)
  const isBig = (at: number) => verdicts[at] === 'equal' && sums.some((side) => isTooBig(side?.[at]))
  // Equal values may be stored in different ways. These are read and compared completely.
  const rest = keys.flatMap((_, at) => (typeof verdicts[at] === 'object' || isBig(at) ? [at] : []))
  const read = await readCompletely(
    lane,
    owner,
    rest.flatMap((at) => keys[at] ?? []),
  )
  rest.forEach((at, index) => {
    verdicts[at] = judge(read[index]?.ours, read[index]?.theirs)
  })
  return verdicts
}

function isTooBig(sum: DigestReply): boolean {
  return sum !== undefined && !(sum instanceof Error) && sum.digest === TOO_BIG
}

type Both = readonly [readonly DigestReply[] | undefined, readonly DigestReply[] | undefined]

async function readBoth<T>(
  {source, tally, job}: Lane,
  owner: NodeId,
  read: (client: KeyClient, db: number) => Promise<T>,
): Promise<readonly [T, T]> {
  const both = [
    source.use('read', (client) => read(client, tally.from)),
    job.owners.use(owner, (client) => read(client, tally.to)),
  ] as const
  // After one has failed, the other one is not left alone.
  await settleAll(both)
  return [await both[0], await both[1]]
}

/** A key as both sides have it, read at a time by performance.now(). */
export type ReadPair = {
  readonly key: SizedKey
  readonly ours: DigestReply
  readonly theirs: DigestReply
  readonly at: number
}

/** Reads keys completely, on the source and from their owner. Rejects if the owner does not answer. */
export async function readPairs(lane: Lane, owner: NodeId, keys: readonly SizedKey[]): Promise<ReadPair[]> {
  const pairs: ReadPair[] = []
  for (const some of inBatches(keys, AT_ONCE)) {
    const bare = some.map(({key}) => key)
    const read = await readCompletely(lane, owner, bare)
    pairs.push(...read.map((one, at) => ({...one, key: some[at] ?? {key: EMPTY, bytes: undefined}})))
  }
  return pairs
}

const EMPTY = Buffer.alloc(0)

type ReadValue = Omit<ReadPair, 'key'>

/** A value that is big on either side is read in pieces on both, because the two ways give different digests. */
async function readCompletely(lane: Lane, owner: NodeId, keys: readonly Buffer[]): Promise<ReadValue[]> {
  if (keys.length === 0) return []
  const big = await readBoth(lane, owner, (client, db) => client.areBig(db, keys))
  const isBig = (at: number) => big.some((side) => side[at])
  const small = keys.filter((_, at) => !isBig(at))
  const [ours, theirs] = await readBoth(lane, owner, (client, db) => client.digest(db, small))
  const at = performance.now()
  const values: ReadValue[] = []
  let next = 0
  for (const [place, key] of keys.entries()) {
    if (isBig(place)) values.push(await readBig(lane, owner, key))
    else values.push({ours: ours[next], theirs: theirs[next++], at})
  }
  return values
}

/** A user who may not use the commands that read in pieces may use those that read a value as a whole. */
async function readBig(lane: Lane, owner: NodeId, key: Buffer): Promise<ReadValue> {
  const [ours, theirs] = await readBoth(lane, owner, (client, db) => client.digestInPieces(db, key))
  const isRefused = [ours, theirs].some((one) => one instanceof Error && /NOPERM/.test(one.message))
  if (!isRefused) return {ours, theirs, at: performance.now()}
  const [[own], [other]] = await readBoth(lane, owner, (client, db) => client.digest(db, [key]))
  return {ours: own, theirs: other, at: performance.now()}
}

function judgeAll([ours, theirs]: Both, keys: readonly Buffer[]): Verdict[] {
  if (!ours || !theirs) return keys.map(() => UNREAD)
  return keys.map((_, at) => judge(ours[at], theirs[at]))
}

const UNREAD: Verdict = {what: 'it was not read'}

/** Of a cluster whose slots move or have no owner for the moment, and of a key that got another type meanwhile. */
const IN_TRANSIT = /^(ASK|TRYAGAIN|CLUSTERDOWN|WRONGTYPE)\b/

/** How the key of the source compares with that of its owner. */
export function judge(ours: DigestReply, theirs: DigestReply): Verdict {
  if (ours instanceof Error) {
    return isPassing(ours) || IN_TRANSIT.test(ours.message)
      ? 'again'
      : {what: `it cannot be read on the source: ${ours.message}`}
  }
  if (theirs instanceof Error) {
    const isFinal = importErrorKind(theirs) === 'key' && !IN_TRANSIT.test(theirs.message)
    return isFinal ? {what: `it cannot be read: ${theirs.message}`} : 'again'
  }
  return judgeRead(ours, theirs)
}

function judgeRead(ours: KeyDigest | undefined, theirs: KeyDigest | undefined): Verdict {
  if (!ours) return theirs ? 'arrived' : 'gone'
  if (!theirs) return 'missing'
  if (!isSameDigest(ours.digest, theirs.digest)) return {what: 'the cluster has another value'}
  return isSameExpiry(ours, theirs) ? 'equal' : {what: 'the cluster has another time to live'}
}
