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
  const isBig = (at: number) => sums.some((side) => isTooBig(side?.[at]))
  // Equal values may be stored in different ways. These are read and compared completely.
  const rest = keys.flatMap((_, at) => (typeof verdicts[at] === 'object' || isBig(at) ? [at] : []))
  const read = await readCompletely(
    lane,
    owner,
    rest.flatMap((at) => keys[at] ?? []),
  )
  rest.forEach((at, index) => {
    const [ours, theirs] = read[index] ?? []
    verdicts[at] = judge(ours, theirs)
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

/** Reads keys completely, on the source and from their owner. Rejects if the owner does not answer. */
export async function readPairs(
  lane: Lane,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<(readonly [SizedKey, DigestReply, DigestReply])[]> {
  const pairs: (readonly [SizedKey, DigestReply, DigestReply])[] = []
  for (const some of inBatches(keys, AT_ONCE)) {
    const bare = some.map(({key}) => key)
    const read = await readCompletely(lane, owner, bare)
    pairs.push(...some.map((key, at) => [key, ...(read[at] ?? NEITHER)] as const))
  }
  return pairs
}

type ReplyPair = readonly [ours: DigestReply, theirs: DigestReply]

const NEITHER: ReplyPair = [undefined, undefined]

/** A value that is big on either side is read in pieces on both, because the two ways give different digests. */
async function readCompletely(lane: Lane, owner: NodeId, keys: readonly Buffer[]): Promise<ReplyPair[]> {
  if (keys.length === 0) return []
  const big = await readBoth(lane, owner, (client, db) => client.areBig(db, keys))
  const isBig = (at: number) => big.some((side) => side[at])
  const small = keys.filter((_, at) => !isBig(at))
  const [ours, theirs] = await readBoth(lane, owner, (client, db) => client.digest(db, small))
  const pairs: ReplyPair[] = []
  let next = 0
  for (const [at, key] of keys.entries()) {
    if (isBig(at)) pairs.push(await readBoth(lane, owner, (client, db) => client.digestInPieces(db, key)))
    else pairs.push([ours[next], theirs[next++]])
  }
  return pairs
}

function judgeAll([ours, theirs]: Both, keys: readonly Buffer[]): Verdict[] {
  if (!ours || !theirs) return keys.map(() => UNREAD)
  return keys.map((_, at) => judge(ours[at], theirs[at]))
}

const UNREAD: Verdict = {what: 'it was not read'}

/** Of a source that is a cluster whose slots move or have no owner for the moment. */
const IN_TRANSIT = /^(ASK|TRYAGAIN|CLUSTERDOWN)\b/

/** How the key of the source compares with that of its owner. */
export function judge(ours: DigestReply, theirs: DigestReply): Verdict {
  if (ours instanceof Error) {
    return isPassing(ours) || IN_TRANSIT.test(ours.message)
      ? 'again'
      : {what: `it cannot be read on the source: ${ours.message}`}
  }
  if (theirs instanceof Error) {
    return importErrorKind(theirs) === 'key' ? {what: `it cannot be read: ${theirs.message}`} : 'again'
  }
  return judgeRead(ours, theirs)
}

function judgeRead(ours: KeyDigest | undefined, theirs: KeyDigest | undefined): Verdict {
  if (!ours) return theirs ? 'arrived' : 'gone'
  if (!theirs) return 'missing'
  if (!isSameDigest(ours.digest, theirs.digest)) return {what: 'the cluster has another value'}
  return isSameExpiry(ours, theirs) ? 'equal' : {what: 'the cluster has another time to live'}
}
