import type {NodeId, NodeLine} from '../../../domain/node.js'
import {hasSlot} from '../../../domain/slot.js'

/**
 * Why slots must not be given to the target although their source holds no keys of them any more, by the source's own
 * view; undefined when they may. A source that was replaced by its replica holds none while it copies the data of that
 * one, which has the keys that had not gone yet, and would delete them on hearing of another owner.
 */
export function reasonAgainst(
  lines: readonly NodeLine[],
  {slots, target}: {readonly slots: readonly number[]; readonly target: NodeId},
): string | undefined {
  const own = lines.find(({myself}) => myself)
  if (!own) return 'it names no node as itself'
  // One that gave its last slot away follows the node that got it.
  if (own.role === 'replica') return own.primaryId === target ? undefined : 'it is a replica now'
  const marked = new Set(
    own.openSlots.flatMap(({slot, direction, peer}) =>
      direction === 'migrating' && peer === target ? [slot] : [],
    ),
  )
  const taken = lines.find(({id}) => id === target)?.slots ?? []
  const isOwned = (slot: number) => hasSlot(own.slots, slot)
  const wrong = slots.find((slot) => (isOwned(slot) ? !marked.has(slot) : !hasSlot(taken, slot)))
  if (wrong === undefined) return undefined
  return isOwned(wrong) ? `it has lost its mark of slot ${wrong}` : `another node owns slot ${wrong}`
}
