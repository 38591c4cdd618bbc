import {ClusterToolError} from '../../../domain/errors.js'
import {bigKeysOf} from './big-keys.js'
import {databasesOf, type Job} from './job.js'

/** Few, so that clients of the source do not wait for long, whatever the keys are. */
const AT_ONCE = 20

/**
 * Sends all keys that the source still has of open slots, a few at a time. It is for the time after a bug, and
 * therefore uses nothing of what sends keys otherwise: the bug may be there. Throws INCOMPLETE at a refusal, and at a
 * key that is too big; then the rest stays where it is.
 */
export async function sendRest(job: Job, slots: readonly number[]): Promise<void> {
  for (const db of await databasesOf(job)) {
    for (const slot of slots) while (await sendSome(job, db, slot)) continue
  }
}

/** Returns whether there were keys. */
async function sendSome(job: Job, db: number, slot: number): Promise<boolean> {
  const {keys: source, target, settings, migrateTarget, inFlight} = job
  const [list] = await source.with((client) => client.keysInSlots(db, [slot], AT_ONCE))
  const {keys = [], bytes = []} = list ?? {}
  if (keys.length === 0) return false
  const group = {slot, db, keys: keys.map((key, at) => ({key, bytes: bytes[at]}))}
  const isBig = bigKeysOf([group], job.longestPauseMs).length > 0
  if (isBig && !settings.allowBigKeys)
    throw new ClusterToolError('INCOMPLETE', `slot ${slot} has a key that is too big`)
  const [error] = await inFlight.take(1, {alone: true}, (shareMs) => {
    const timeoutMs = isBig ? settings.timeoutMs : shareMs
    return source.with((client) => client.migrate([{db, keys}], {...migrateTarget, timeoutMs}, false))
  })
  if (!error) return true
  throw new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} cannot be moved from ${source.name} to ${target.name}: ${error.message}`,
    {cause: error},
  )
}
