import {fewAtOnce} from '../../../redis/few-at-once.js'
import {databasesOf, type Job} from './job.js'

/** Slots that one script counts, which takes a server less than a millisecond. */
const COUNTED_AT_ONCE = 500
/** Scripts on their way at the same time, which a server may execute without serving anybody else between them. */
const SCRIPTS_AT_ONCE = 4

/** Number of keys in each slot that has any, in all databases. */
export async function countKeysBySlot(
  job: Pick<Job, 'keys' | 'manyDatabases'>,
  slots: readonly number[],
): Promise<Map<number, number>> {
  const parts = inParts(slots)
  const counts = new Map<number, number>()
  for (const db of await databasesOf(job)) {
    const found = await fewAtOnce(
      parts,
      (some) => job.keys.with((client) => client.countKeys(db, some)),
      SCRIPTS_AT_ONCE,
    )
    for (const [at, keys] of found.flat().entries()) {
      const slot = slots[at]
      if (slot !== undefined && keys > 0) counts.set(slot, (counts.get(slot) ?? 0) + keys)
    }
  }
  return counts
}

function inParts(slots: readonly number[]): number[][] {
  const parts: number[][] = []
  for (let at = 0; at < slots.length; at += COUNTED_AT_ONCE) parts.push(slots.slice(at, at + COUNTED_AT_ONCE))
  return parts
}

/** Counts again what the source has of slots: clients have gone on while the move was held. */
export async function recount(job: Job, slots: readonly number[]): Promise<void> {
  const found = await countKeysBySlot(job, slots)
  for (const slot of slots) job.keysBySlot.delete(slot)
  for (const [slot, keys] of found) job.keysBySlot.set(slot, keys)
}
