import type {Verdict} from './compare-keys.js'
import {chunksOf} from './chunks.js'
import {type Lane, tellKeys} from './job.js'
import {verdictsOn} from './verdicts.js'

/**
 * Compares all keys of a database of the source with the cluster. Throws UNREACHABLE if an owner does not answer for
 * as long as `--patience` allows.
 */
export async function verifyDatabase(
  lane: Lane,
): Promise<{readonly same: number; readonly different: number; readonly missing: number}> {
  const {job, tally, troubles} = lane
  const found = {same: 0, different: 0, missing: 0}
  for await (const {keys} of chunksOf(lane, () => undefined)) {
    for (const [{key}, verdict] of await verdictsOn(lane, keys)) {
      if (verdict === 'equal') found.same++
      if (verdict === 'missing') found.missing++
      if (typeof verdict === 'object') found.different++
      const what = verdict === 'missing' ? 'the cluster does not have the key' : whatOf(verdict)
      if (what !== undefined) troubles.add({key, db: tally.from, what})
    }
    tellKeys(lane, keys, [])
    if (job.signal.aborted) break
  }
  return found
}

function whatOf(verdict: Verdict): string | undefined {
  return typeof verdict === 'object' ? verdict.what : undefined
}
