import type {NodeId} from '../../domain/node.js'
import type {KeyDigest, SizedKey} from '../../redis/key-client.js'
import {isSameTtl} from './compare-keys.js'
import type {Sending} from './job.js'

const SAMPLES = 20
/** A bigger one takes long to read, and its server answers nobody meanwhile. */
const MOST_BYTES = 1_000_000

export type Sample = {readonly key: Buffer; readonly before: KeyDigest; readonly at: number}

/** Remembers some of the keys as the source has them, to be compared when they have arrived. */
export async function takeSamples({source, tally}: Sending, keys: readonly SizedKey[]): Promise<Sample[]> {
  const every = Math.max(1, Math.floor(keys.length / SAMPLES))
  const some = keys
    .filter(({bytes}, at) => at % every === 0 && (bytes ?? 0) <= MOST_BYTES)
    .map(({key}) => key)
  const digests = await source.use('read', (client) => client.digest(tally.from, some))
  const at = performance.now()
  return some.flatMap((key, index) => {
    const before = digests[index]
    return before && !(before instanceof Error) ? [{key, before, at}] : []
  })
}

/** Compares them with what their owners have; clients may have changed one meanwhile, on the source or on the owner. */
export async function compareSamples(sending: Sending, samples: readonly Sample[]): Promise<void> {
  const {job} = sending
  const arrived = samples.filter(({key}) => !sending.leftAlone.has(key.toString('hex')))
  const byOwner = new Map<NodeId, Sample[]>()
  for (const sample of arrived) {
    const owner = job.owners.ownerOf(sample.key)
    if (owner !== undefined) byOwner.set(owner, [...(byOwner.get(owner) ?? []), sample])
  }
  await Promise.all([...byOwner].map(([owner, some]) => compareAt(sending, owner, some)))
}

async function compareAt(sending: Sending, owner: NodeId, samples: readonly Sample[]): Promise<void> {
  const {job, tally, source} = sending
  const bare = samples.map(({key}) => key)
  const theirs = await job.owners.use(owner, (client) => client.digest(tally.to, bare)).catch(() => [])
  const suspects = samples.filter((sample, at) => {
    const found = theirs[at]
    // Whoever does not answer just now proves nothing.
    if (found instanceof Error || theirs.length === 0) return false
    return !isSame(sample, found)
  })
  job.checked.samples += samples.length
  if (suspects.length === 0) return
  const now = job.settings.copy
    ? await source.use('read', (client) =>
        client.digest(
          tally.from,
          suspects.map(({key}) => key),
        ),
      )
    : []
  suspects.forEach(({key, before}, at) => {
    const ours = now[at]
    // It was changed, or deleted, on the source meanwhile, and no copy can be the same as both.
    if (job.settings.copy && !(ours instanceof Error) && ours?.digest !== before.digest) return
    job.checked.different++
    job.troubles.add({
      key,
      db: tally.from,
      what: 'the cluster has another value, or none, after it was imported',
    })
  })
}

function isSame({before, at}: Sample, found: KeyDigest | undefined): boolean {
  const passed = performance.now() - at
  if (!found) return before.ttlMs >= 0 && before.ttlMs <= passed
  const expected = before.ttlMs < 0 ? before.ttlMs : Math.max(0, before.ttlMs - passed)
  return found.digest === before.digest && isSameTtl(expected, found.ttlMs)
}
