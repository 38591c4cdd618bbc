import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import {settleAll} from '../../domain/settle-all.js'
import {whenServerError} from '../../redis/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {compareKeys, type Verdict} from './compare-keys.js'
import {chunksOf} from './chunks.js'
import {type Lane, tellKeys} from './job.js'

const AGAIN_AFTER_MS = 200

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

/** Repeats until there is an answer for each key, from its owner at that time. */
async function verdictsOn(lane: Lane, keys: readonly SizedKey[]): Promise<(readonly [SizedKey, Verdict])[]> {
  const {job} = lane
  const deadline = performance.now() + job.settings.patienceMs
  const known: (readonly [SizedKey, Verdict])[] = []
  let left = keys
  for (;;) {
    const verdicts = await askOwners(lane, left)
    known.push(...verdicts.filter(([, verdict]) => verdict !== 'again'))
    left = verdicts.flatMap(([key, verdict]) => (verdict === 'again' ? [key] : []))
    if (left.length === 0 || job.signal.aborted) return known
    if (performance.now() > deadline) throw silent(left.length, job.settings.patienceMs)
    await sleep(AGAIN_AFTER_MS)
    await job.owners.refreshIfPossible()
  }
}

async function askOwners(lane: Lane, keys: readonly SizedKey[]): Promise<(readonly [SizedKey, Verdict])[]> {
  const parts = await settleAll(
    [...lane.job.owners.group(keys)].map(async ([owner, some]) => {
      const asked = owner === undefined ? undefined : compareKeys(lane, owner, some)
      const verdicts = await asked?.catch(whenServerError(undefined))
      return some.map((key, at) => [key, verdicts?.[at] ?? 'again'] as const)
    }),
  )
  return parts.flat()
}

function silent(keys: number, patienceMs: number): ClusterToolError {
  return new ClusterToolError(
    'UNREACHABLE',
    `The owners of ${keys} keys did not answer for ${Math.round(patienceMs / 1000)} s; nothing was changed.`,
  )
}
