import {compareKeys} from './compare-keys.js'
import {chunksOf} from './chunks.js'
import {type Lane, tellKeys} from './job.js'

/** Compares all keys of a database of the source with what the cluster has. Rejects when an owner does not answer. */
export async function verifyDatabase(
  lane: Lane,
): Promise<{readonly same: number; readonly different: number; readonly missing: number}> {
  const {job, tally, troubles} = lane
  const found = {same: 0, different: 0, missing: 0}
  for await (const {keys} of chunksOf(lane, '0', () => undefined)) {
    await Promise.all(
      [...job.owners.group(keys)].map(async ([owner, some]) => {
        const verdicts = owner === undefined ? [] : await compareKeys(lane, owner, some)
        for (const [at, {key}] of some.entries()) {
          const verdict = verdicts[at] ?? 'again'
          if (verdict === 'equal') found.same++
          if (verdict === 'again') found.missing++
          if (typeof verdict === 'object') found.different++
          const what =
            verdict === 'again' ? 'the cluster does not have it' : typeof verdict === 'object' && verdict.what
          if (typeof what === 'string') troubles.add({key, db: tally.from, what})
        }
      }),
    )
    tellKeys(lane, keys)
    if (job.signal.aborted) break
  }
  return found
}
