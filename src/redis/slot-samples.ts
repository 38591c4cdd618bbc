import type {SlotSample} from '../domain/memory-estimate.js'
import {accept, type Command, type Wire} from './wire.js'

/** A slot, and the number of its keys in each database that has any. */
export type SlotSampling = {
  readonly slot: number
  readonly databases: readonly {readonly db: number; readonly keys: number}[]
}

/** Commands that are sent at one time. */
const BATCH = 500

/**
 * The sizes of the first keys of each slot, as CLUSTER GETKEYSINSLOT returns them; at most `most` of each database.
 * Rejects with ReplyRefused, also before Redis 4.0, which has no MEMORY USAGE.
 */
export async function sampleSlots(
  wire: Wire,
  slots: readonly SlotSampling[],
  most: number,
): Promise<SlotSample[]> {
  const sizes = new Map<number, number[]>(slots.map(({slot}) => [slot, []]))
  const databases = new Set(slots.flatMap((one) => one.databases.map(({db}) => db)))
  // The connection ends in database 0, where it began.
  for (const db of [...databases].toSorted((a, b) => b - a)) {
    if (databases.size > 1 || db !== 0) await wire.call('SELECT', db)
    const wanted = slots.filter((one) => one.databases.some((each) => each.db === db && each.keys > 0))
    for (const some of chunks(wanted, Math.max(1, Math.floor(BATCH / most)))) {
      await measureIn(wire, some, {most, sizes})
    }
  }
  if (databases.size > 0 && !databases.has(0)) await wire.call('SELECT', 0)
  return slots.map(({slot, databases}) => ({
    slot,
    keys: databases.reduce((sum, {keys}) => sum + keys, 0),
    sizes: sizes.get(slot) ?? [],
  }))
}

async function measureIn(
  wire: Wire,
  slots: readonly SlotSampling[],
  {most, sizes}: {readonly most: number; readonly sizes: ReadonlyMap<number, number[]>},
): Promise<void> {
  const lists = await wire.callAllBytes(
    slots.map(({slot}): Command => ['CLUSTER', 'GETKEYSINSLOT', slot, most]),
  )
  const keys = lists.flatMap((list, at) =>
    (accept(list) as Buffer[]).map((key) => ({key, slot: slots[at]?.slot ?? 0})),
  )
  for (const some of chunks(keys, BATCH)) {
    const replies = await wire.callAll(some.map(({key}): Command => ['MEMORY', 'USAGE', key]))
    some.forEach(({slot}, at) => {
      // Nil if the key no longer exists.
      const size = accept(replies[at])
      if (size !== null) sizes.get(slot)?.push(Number(size))
    })
  }
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
