import type {NodeId} from '../../domain/node.js'
import type {DumpedKey, KeyDigest, SizedKey} from '../../redis/key-client.js'
import {importErrorKind} from '../../redis/import-error.js'
import {type Again, type Sending, tellKeys} from './job.js'

/** Keys travel with the time that is left to them, so the way takes some of it. */
const TTL_TOLERANCE_MS = 2000

/**
 * Decides about keys that the cluster has already. The same value is what a run that was broken off has left, and needs
 * only to go from the source when keys are moved; another one is left alone. `countAs`: what the same ones count as.
 * Returns those that the owner does not have after all, or that changed while they were looked at.
 */
export async function settleExisting(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
  countAs: 'same' | 'imported' = 'same',
): Promise<Again> {
  if (keys.length === 0) return {keys: [], reason: ''}
  const {source, tally, job} = sending
  const bare = keys.map(({key}) => key)
  // Before they are compared: what changes after that is not deleted.
  const dumped = job.settings.copy ? [] : await source.use('read', (client) => client.dump(tally.from, bare))
  const [ours, theirs] = await Promise.all([
    source.use('read', (client) => client.digest(tally.from, bare)),
    job.owners.use(owner, (client) => client.digest(tally.to, bare)),
  ])
  const again: SizedKey[] = []
  const equal: number[] = []
  const settled: SizedKey[] = []
  keys.forEach((key, at) => {
    const verdict = judge(ours[at], theirs[at])
    if (verdict === 'again') return again.push(key)
    settled.push(key)
    if (verdict === 'gone') tally.gone++
    else if (verdict === 'equal') equal.push(at)
    else leaveAlone(sending, key, verdict)
  })
  const changed = await removeAll(sending, equal, dumped)
  tally[countAs] += equal.length - changed.length
  tellKeys(sending, settled)
  return {
    keys: [...again, ...changed.flatMap((at) => keys[at] ?? [])],
    reason: 'keys changed while they were compared',
  }
}

type Verdict = 'again' | 'gone' | 'equal' | {readonly what: string}

function judge(ours: KeyDigest | Error | undefined, theirs: KeyDigest | Error | undefined): Verdict {
  if (ours instanceof Error) return {what: `it cannot be read on the source: ${ours.message}`}
  if (theirs instanceof Error) {
    return importErrorKind(theirs) === 'key' ? {what: `it cannot be read: ${theirs.message}`} : 'again'
  }
  if (!ours) return 'gone'
  if (!theirs) return 'again'
  if (ours.digest !== theirs.digest) return {what: 'the cluster has it with another value'}
  return isSameTtl(ours.ttlMs, theirs.ttlMs)
    ? 'equal'
    : {what: 'the cluster has it with another time to live'}
}

/** Whether two keys expire at the same time, as far as can be told; milliseconds, -1 for never. */
export function isSameTtl(a: number, b: number): boolean {
  return a < 0 || b < 0 ? a === b : Math.abs(a - b) <= TTL_TOLERANCE_MS
}

function leaveAlone(
  {tally, job, leftAlone}: Sending,
  {key}: SizedKey,
  {what}: {readonly what: string},
): void {
  leftAlone.add(key.toString('hex'))
  if (job.settings.existing === 'skip') tally.skipped++
  else {
    tally.conflicting++
    job.troubles.add({key, db: tally.from, what})
  }
}

/** Takes keys that have arrived off the source. Returns the places of those that changed meanwhile. */
async function removeAll(
  {source, tally, job}: Sending,
  places: readonly number[],
  dumped: readonly (DumpedKey | undefined)[],
): Promise<number[]> {
  if (job.settings.copy || places.length === 0) return []
  const present = places.filter((at) => dumped[at] !== undefined)
  const gone = await source.use('read', (client) =>
    client.removeIfSame(
      tally.from,
      present.flatMap((at) => dumped[at] ?? []),
    ),
  )
  return present.filter((_, at) => gone[at] === false)
}
