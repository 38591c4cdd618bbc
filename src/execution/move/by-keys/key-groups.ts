import {databasesOf, type Job} from './job.js'
import type {KeyGroup} from './pace.js'
import type {SizedKey} from '../../../redis/key-sizes.js'

/**
 * Number of keys of a slot that are listed at one time. GETKEYSINSLOT always starts with the first key, so the rest
 * is listed next time.
 */
const LISTED_AT_ONCE = 1000
/** Number of keys that are listed together while others use the source: a tenth of a millisecond. */
const LISTED_WHILE_BUSY = 200

/**
 * The keys that the source has in these slots, or the first of them, with their sizes; without keys of which both
 * ends keep their copy.
 */
export async function listKeyGroups(job: Job, slots: readonly number[]): Promise<KeyGroup[]> {
  const groups: KeyGroup[] = []
  for (const db of await databasesOf(job)) {
    const counts = await job.keys.with((client) => client.countKeys(db, slots))
    const keys = new Map(slots.map((slot, at) => [slot, counts[at] ?? 0]))
    const filled = slots.filter((slot) => (keys.get(slot) ?? 0) > 0)
    for (const some of inShares(filled, keys, job.traffic.isBusy ? LISTED_WHILE_BUSY : LISTED_AT_ONCE))
      groups.push(...(await listSome(job, db, some)))
  }
  return groups
}

async function listSome(
  {keys: source, conflicts}: Job,
  db: number,
  slots: readonly number[],
): Promise<KeyGroup[]> {
  // Keys that stay may be the first ones.
  const most = LISTED_AT_ONCE + conflicts.kept.size
  const lists = await source.with((client) => client.keysInSlots(db, slots, most))
  return slots.flatMap((slot, at) => {
    const {keys = [], bytes = []} = lists[at] ?? {}
    const sized = keys.map((key, index): SizedKey => ({key, bytes: bytes[index]}))
    const left =
      conflicts.kept.size === 0 ? sized : sized.filter(({key}) => !conflicts.isKept({slot, db, key}))
    return left.length > 0 ? [{slot, db, keys: left}] : []
  })
}

/** Splits slots into groups with so few keys that the source can list them without making clients wait. */
function inShares(slots: readonly number[], counts: ReadonlyMap<number, number>, most: number): number[][] {
  const shares: number[][] = []
  let keys = 0
  for (const slot of slots) {
    const more = Math.min(LISTED_AT_ONCE, counts.get(slot) ?? 0)
    const share = shares.at(-1)
    if (share && keys + more <= most) share.push(slot)
    else {
      shares.push([slot])
      keys = 0
    }
    keys += more
  }
  return shares
}
