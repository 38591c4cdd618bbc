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
  return untilAnswered(lane.job, keys, (left) => askOwners(lane, left))
}

/**
 * Asks about keys until there is an answer for each; `ask` returns `again` for those without one. Some have none if the
 * signal is aborted. Throws UNREACHABLE after `--patience`, and as `ask` does.
 */
export async function untilAnswered<K, V>(
  {owners, settings, signal}: Lane['job'],
  keys: readonly K[],
  ask: (keys: readonly K[]) => Promise<readonly (readonly [K, V | 'again'])[]>,
): Promise<(readonly [K, V])[]> {
  const deadline = performance.now() + settings.patienceMs
  const known: (readonly [K, V])[] = []
  for (let left = keys; left.length > 0 && !signal.aborted;) {
    const answers = await ask(left)
    for (const [key, answer] of answers) if (answer !== 'again') known.push([key, answer])
    left = answers.flatMap(([key, answer]) => (answer === 'again' ? [key] : []))
    if (left.length === 0 || signal.aborted) break
    if (performance.now() > deadline) throw ownersSilent(left.length, settings.patienceMs)
    await sleep(AGAIN_AFTER_MS)
    await owners.refreshIfPossible()
  }
  return known
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
