import {databasesOf, type Job} from './job.js'

const COUNTED_AT_ONCE = 500

/** Number of keys in each slot that has any, in all databases. */
export async function countKeysBySlot(
  job: Pick<Job, 'keys' | 'manyDatabases'>,
  slots: readonly number[],
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const db of await databasesOf(job)) {
    for (let at = 0; at < slots.length; at += COUNTED_AT_ONCE) {
      const some = slots.slice(at, at + COUNTED_AT_ONCE)
      const found = await job.keys.with((client) => client.countKeys(db, some))
      some.forEach((slot, index) => {
        const keys = (counts.get(slot) ?? 0) + (found[index] ?? 0)
        if (keys > 0) counts.set(slot, keys)
      })
    }
  }
  return counts
}

/** Counts again what the source has of slots: clients have gone on while the move was held. */
export async function recount(job: Job, slots: readonly number[]): Promise<void> {
  const found = await countKeysBySlot(job, slots)
  for (const slot of slots) job.keysBySlot.delete(slot)
  for (const [slot, keys] of found) job.keysBySlot.set(slot, keys)
}
