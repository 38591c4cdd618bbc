import {ClusterToolError} from '../../domain/errors.js'
import type {SavedKey} from '../../domain/saved-key.js'
import {settleAll} from '../../domain/settle-all.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import {isServerError, ReplyRefused} from '../../redis/errors.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {KeyClient} from '../../redis/key-client.js'
import type {ReplacedKey} from '../../redis/restored-key.js'
import {keySlot} from '../../redis/key-slot.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {Lane} from '../import/job.js'
import {untilAnswered} from '../import/verdicts.js'

/** A key as its owner has it. */
export type OwnerKey = {readonly key: Buffer; readonly saved: SavedKey; readonly dumped: DumpedKey}

/**
 * Those of the keys that exist, from their owners; some are missing if the signal is aborted. Throws UNREACHABLE if an
 * owner does not give them for as long as `--patience` allows, and INCOMPLETE if it refuses.
 */
export async function dumpFromOwners(
  lane: Lane,
  keys: readonly Pick<SizedKey, 'key'>[],
): Promise<OwnerKey[]> {
  const {owners} = lane.job
  const db = lane.tally.to
  const found = await fromOwners(lane, keys, (client, some) =>
    client.dump(
      db,
      some.map(({key}) => key),
    ),
  )
  return found.flatMap(([{key}, dumped]) => {
    if (dumped === undefined) return []
    const owner = owners.ownerOf(key)
    const node = owner === undefined ? '' : owners.nameOf(owner)
    const {payload, ttlMs} = dumped
    return [{key, dumped, saved: {node, db, slot: keySlot(key), key, timeToLiveMs: ttlMs, payload}}]
  })
}

/** Deletes keys that have not changed since. Returns how many do not exist any more. Throws as `dumpFromOwners` does. */
export async function removeFromOwners(lane: Lane, keys: readonly OwnerKey[]): Promise<number> {
  const gone = await fromOwners(lane, keys, (client, some) =>
    client.removeIfSame(
      lane.tally.to,
      some.map(({dumped}) => dumped),
    ),
  )
  return gone.filter(([, isGone]) => isGone).length
}

/** Replaces keys that have not changed since. Returns how many. Throws as `dumpFromOwners` does. */
export async function replaceOnOwners(lane: Lane, keys: readonly ReplacedKey[]): Promise<number> {
  const done = await fromOwners(lane, keys, (client, some) => client.restoreIfSame(lane.tally.to, some))
  return done.filter(([, isReplaced]) => isReplaced).length
}

/** Asks the owners for something about each key, again as long as they do not answer. */
function fromOwners<K extends Pick<SizedKey, 'key'>, R>(
  {job}: Lane,
  keys: readonly K[],
  ask: (client: KeyClient, keys: readonly K[]) => Promise<readonly (R | Error)[]>,
): Promise<(readonly [K, R])[]> {
  const {owners} = job
  return untilAnswered(job, keys, async (left) => {
    const parts = await settleAll(
      [...owners.group(left)].map(async ([owner, some]) => {
        const asked = owner === undefined ? undefined : owners.use(owner, (client) => ask(client, some))
        const values = await asked?.catch(whenServerRefuses)
        return some.map((key, at) => [key, values === undefined ? 'again' : orAgain(values[at])] as const)
      }),
    )
    return parts.flat()
  })
}

/** A value, or `again` for an error that may pass. Throws INCOMPLETE for one that would be the same at each attempt. */
function orAgain<R>(value: R | Error | undefined): R | 'again' {
  if (!(value instanceof Error)) return value as R
  refuseFinal(value)
  return 'again'
}

/** For `catch`: nothing was answered. Throws INCOMPLETE for a refusal that would be the same at each attempt, and bugs. */
function whenServerRefuses(error: unknown): undefined {
  if (!isServerError(error)) throw error
  if (error instanceof ReplyRefused) refuseFinal(error)
}

/** Throws INCOMPLETE for an error that would be the same at each attempt. */
function refuseFinal(error: Error): void {
  const kind = importErrorKind(error)
  if (kind !== 'fatal' && kind !== 'key' && kind !== 'no-way') return
  throw new ClusterToolError('INCOMPLETE', `The cluster refuses: ${error.message}.`, {cause: error})
}
