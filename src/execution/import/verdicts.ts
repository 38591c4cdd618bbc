import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import {settleAll} from '../../domain/settle-all.js'
import {whenServerError} from '../../redis/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {compareKeys, type Verdict} from './compare-keys.js'
import type {Lane} from './job.js'

const AGAIN_AFTER_MS = 200

/**
 * How keys of the source compare with those of the cluster. Asks again until there is an answer for each key from its
 * owner at that time; some have none if the signal is aborted. Throws UNREACHABLE if an owner does not answer for as
 * long as `--patience` allows.
 */
export async function verdictsOn(
  lane: Lane,
  keys: readonly SizedKey[],
): Promise<(readonly [SizedKey, Verdict])[]> {
  const {job} = lane
  const deadline = performance.now() + job.settings.patienceMs
  const known: (readonly [SizedKey, Verdict])[] = []
  let left = keys
  for (;;) {
    const verdicts = await askOwners(lane, left)
    known.push(...verdicts.filter(([, verdict]) => verdict !== 'again'))
    left = verdicts.flatMap(([key, verdict]) => (verdict === 'again' ? [key] : []))
    if (left.length === 0 || job.signal.aborted) return known
    if (performance.now() > deadline) throw ownersSilent(left.length, job.settings.patienceMs)
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

/** Owners that did not answer while keys were compared. */
export function ownersSilent(keys: number, patienceMs: number): ClusterToolError {
  return new ClusterToolError(
    'UNREACHABLE',
    `The owners of ${keys} keys did not answer for ${Math.round(patienceMs / 1000)} s.`,
  )
}
