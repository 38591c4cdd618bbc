import type {NodeId} from '../../domain/node.js'
import {isSameExpiry} from '../../domain/copies.js'
import {settleAll} from '../../domain/settle-all.js'
import {whenServerError} from '../../redis/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {KeyDigest} from '../../redis/read-digests.js'
import {isSameDigest} from '../../redis/value-digest.js'
import type {Sending} from './job.js'

const SAMPLES = 20
/** A larger key takes long to read, and its server serves nobody else in the meantime. */
const MOST_BYTES = 1_000_000

export type Sample = {readonly key: Buffer; readonly before: KeyDigest}

/** Remembers the values of some keys on the source, to compare them after they have arrived. */
export async function takeSamples({source, tally}: Sending, keys: readonly SizedKey[]): Promise<Sample[]> {
  const every = Math.max(1, Math.floor(keys.length / SAMPLES))
  const some = keys
    .filter(({bytes}, at) => at % every === 0 && (bytes ?? 0) <= MOST_BYTES)
    .map(({key}) => key)
  const digests = await source.use('read', (client) => client.digest(tally.from, some))
  return some.flatMap((key, index) => {
    const before = digests[index]
    return before && !(before instanceof Error) ? [{key, before}] : []
  })
}

/**
 * Compares them with their owners' values. Clients may have changed a key in the meantime, on the source or on the
 * owner.
 */
export async function compareSamples(sending: Sending, samples: readonly Sample[]): Promise<void> {
  const {job} = sending
  const arrived = samples.filter(({key}) => !sending.leftAlone.has(key.toString('hex')))
  const byOwner = new Map<NodeId, Sample[]>()
  for (const sample of arrived) {
    const owner = job.owners.ownerOf(sample.key)
    if (owner !== undefined) byOwner.set(owner, [...(byOwner.get(owner) ?? []), sample])
  }
  await settleAll([...byOwner].map(([owner, some]) => compareAt(sending, owner, some)))
}

async function compareAt(sending: Sending, owner: NodeId, samples: readonly Sample[]): Promise<void> {
  const {job, tally, troubles} = sending
  const bare = samples.map(({key}) => key)
  const theirs = await job.owners
    .use(owner, (client) => client.digest(tally.to, bare))
    .catch(whenServerError([]))
  // An owner that does not answer proves nothing.
  const answered = samples.flatMap((sample, at) => {
    const found = theirs[at]
    return theirs.length === 0 || found instanceof Error ? [] : [{sample, found}]
  })
  const suspects = answered.filter(({sample, found}) => !isSame(sample, found))
  const wrong = suspects.length === 0 ? [] : await withoutExcuse(sending, suspects)
  job.checked.samples += answered.length - suspects.length + wrong.length
  job.checked.different += wrong.length
  for (const key of wrong) troubles.add({key, db: tally.from, what: WRONG})
}

const WRONG = 'the cluster has another value, or none, after it was imported'

type Suspect = {readonly sample: Sample; readonly found: KeyDigest | undefined}

/**
 * The keys that differ although no client changed or deleted them on the source in the meantime, as far as that can
 * be known.
 */
async function withoutExcuse({job, source, tally}: Sending, suspects: readonly Suspect[]): Promise<Buffer[]> {
  const bare = suspects.map(({sample}) => sample.key)
  const now = await source.use('read', (client) => client.digest(tally.from, bare))
  const isWrong = ({sample, found}: Suspect, ours: KeyDigest | Error | undefined) => {
    if (job.settings.copy) return isUnchanged(sample.before, ours)
    // A key that was moved cannot be read again: a client may have written another value just before it was moved.
    return ours === undefined && found === undefined
  }
  return suspects.flatMap((suspect, at) => (isWrong(suspect, now[at]) ? [suspect.sample.key] : []))
}

function isUnchanged(before: KeyDigest, now: KeyDigest | Error | undefined): boolean {
  return now !== undefined && !(now instanceof Error) && isSameDigest(now.digest, before.digest)
}

function isSame({before}: Sample, found: KeyDigest | undefined): boolean {
  if (!found) return before.ttlMs >= 0 && before.ttlMs <= performance.now() - before.readFrom
  return isSameDigest(found.digest, before.digest) && isSameExpiry(before, found)
}
