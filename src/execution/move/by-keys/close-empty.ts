import type {NodeId} from '../../../domain/node.js'
import {countKeysBySlot} from './count-keys.js'
import type {Endpoint} from './endpoint.js'
import {changesOf, tellSlots} from './tell-slots.js'

/**
 * Clears the marks of slots on a node that does not own them, and returns those slots that hold keys by then: a
 * client that was redirected there with ASK may still write one. Such a slot stays importing from `owner`, so that no
 * key is lost. Redis 8.4 and later hide the keys of a slot that is closed there, so checking and closing is one
 * command.
 */
export async function closeEmpty(end: Endpoint, slots: readonly number[], owner: NodeId): Promise<number[]> {
  if (slots.length === 0) return []
  const late = end.traits.scripts ? await end.with((client) => client.closeEmpty(slots)) : undefined
  if (late) return late
  if (end.traits.hides) return closeCounted(end, slots)
  await tellSlots(end, changesOf(slots, {state: 'stable'}))
  const written = [...(await countKeysBySlot({keys: end, manyDatabases: true}, slots)).keys()]
  await tellSlots(end, changesOf(written, {state: 'importing', peer: owner}))
  return written
}

/** If scripts are refused, there is a moment between the check and the closing. */
async function closeCounted(end: Endpoint, slots: readonly number[]): Promise<number[]> {
  const written = await countKeysBySlot({keys: end, manyDatabases: true}, slots)
  const empty = slots.filter((slot) => !written.has(slot))
  await tellSlots(end, changesOf(empty, {state: 'stable'}))
  return [...written.keys()]
}
