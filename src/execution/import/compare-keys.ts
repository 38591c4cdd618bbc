import {isSameExpiry} from '../../domain/copies.js'
import {settleAll} from '../../domain/settle-all.js'
import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {KeyClient} from '../../redis/key-client.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {KeyDigest} from '../../redis/read-digests.js'
import {inBatches} from './batches.js'
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
  const verdicts = judgeAll(await readBoth(lane, owner, (client, db) => client.sums(db, keys)), keys)
  // Equal values may be stored in different ways. These are read and compared completely.
  const rest = keys.flatMap((_, at) => (typeof verdicts[at] === 'object' ? [at] : []))
  if (rest.length === 0) return verdicts
  const some = rest.flatMap((at) => keys[at] ?? [])
  const read = judgeAll(await readBoth(lane, owner, (client, db) => client.digest(db, some)), some)
  rest.forEach((at, index) => (verdicts[at] = read[index] ?? 'again'))
  return verdicts
}

type Both = readonly [readonly DigestReply[] | undefined, readonly DigestReply[] | undefined]

async function readBoth(
  {source, tally, job}: Lane,
  owner: NodeId,
  read: (client: KeyClient, db: number) => Promise<DigestReply[] | undefined>,
): Promise<Both> {
  const [ours, theirs] = await settleAll([
    source.use('read', (client) => read(client, tally.from)),
    job.owners.use(owner, (client) => read(client, tally.to)),
  ])
  return [ours, theirs]
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
    const [ours, theirs] = await readBoth(lane, owner, (client, db) => client.digest(db, bare))
    pairs.push(...some.map((key, at) => [key, ours?.[at], theirs?.[at]] as const))
  }
  return pairs
}

function judgeAll([ours, theirs]: Both, keys: readonly Buffer[]): Verdict[] {
  if (!ours || !theirs) return keys.map(() => UNREAD)
  return keys.map((_, at) => judge(ours[at], theirs[at]))
}

const UNREAD: Verdict = {what: 'it was not read'}

/** How the key of the source compares with that of its owner. */
export function judge(ours: DigestReply, theirs: DigestReply): Verdict {
  if (ours instanceof Error) {
    return isPassing(ours) ? 'again' : {what: `it cannot be read on the source: ${ours.message}`}
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
