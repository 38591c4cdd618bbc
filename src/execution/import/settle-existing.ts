import type {NodeId} from '../../domain/node.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {compareKeys} from './compare-keys.js'
import {dumpKeys} from './dump-keys.js'
import {type Again, type Sending, tellKeys} from './job.js'

const WARY_CHUNKS = 8

/**
 * Decides about keys that the cluster already has. If the value is equal, an earlier run probably imported the key; a
 * move then only deletes it from the source. If it differs, the key is not changed. `countAs`: how to count equal
 * ones. Returns keys that the owner does not have after all, or that changed while they were compared.
 */
export async function settleExisting(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
  countAs: 'same' | 'imported' = 'same',
): Promise<Again> {
  if (keys.length === 0) return {keys: [], reason: ''}
  const {tally, job, wary} = sending
  wary.chunks = WARY_CHUNKS
  const bare = keys.map(({key}) => key)
  // Before the comparison: a key that changes after this is not deleted.
  const dumped = job.settings.copy ? [] : await dumpKeys(sending, bare)
  const verdicts = await compareKeys(sending, owner, keys)
  const again: SizedKey[] = []
  const equal: number[] = []
  const settled: SizedKey[] = []
  keys.forEach((key, at) => {
    const verdict = verdicts[at]
    if (verdict === undefined || verdict === 'again' || verdict === 'missing') return again.push(key)
    settled.push(key)
    if (verdict === 'gone') tally.gone++
    else if (verdict === 'arrived') tally[countAs]++
    else if (verdict === 'equal') equal.push(at)
    else leaveAlone(sending, key, verdict)
  })
  const changed = await removeAll(sending, equal, dumped)
  tally[countAs] += equal.length - changed.length
  tellKeys(sending, settled, countAs === 'imported' ? equal.flatMap((at) => keys[at] ?? []) : [])
  return {
    keys: [...again, ...changed.flatMap((at) => keys[at] ?? [])],
    reason: 'keys changed while they were compared',
  }
}

function leaveAlone(
  {tally, job, troubles, leftAlone}: Sending,
  {key}: SizedKey,
  {what}: {readonly what: string},
): void {
  leftAlone.add(key.toString('hex'))
  if (job.settings.existing === 'skip') tally.skipped++
  else {
    tally.conflicting++
    troubles.add({key, db: tally.from, what})
  }
}

/** Deletes keys that have arrived from the source. Returns the indices of those that changed in the meantime. */
async function removeAll(
  {source, tally, job}: Sending,
  places: readonly number[],
  dumped: readonly (DumpedKey | Error | undefined)[],
): Promise<number[]> {
  if (job.settings.copy || places.length === 0) return []
  const isThere = (at: number) => dumped[at] !== undefined && !(dumped[at] instanceof Error)
  const present = places.filter(isThere)
  const appeared = places.filter((at) => !isThere(at))
  const gone = await source.use('read', (client) =>
    client.removeIfSame(
      tally.from,
      present.flatMap((at) => dumped[at] as DumpedKey),
    ),
  )
  return [...appeared, ...present.filter((_, at) => gone[at] === false)]
}
