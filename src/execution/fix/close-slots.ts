import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {formatRanges, slotsOf, toRanges} from '../../domain/slot.js'
import type {StepExecution} from '../step-execution.js'
import {closeEmpty} from '../move/by-keys/close-empty.js'
import {openEndpoint} from '../move/by-keys/endpoint.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'

/**
 * Clears the marks of open slots with SETSLOT STABLE. The owner comes last: as long as it has its mark, it may
 * redirect a client that writes a new key. If such a key arrives just then, the slot stays open, so that the key is
 * not lost.
 */
export async function closeSlots(
  {ranges, owner, marked, expecting}: StepOf<'close-slots'>,
  execution: StepExecution,
): Promise<void> {
  const {session} = execution
  const slots = [...slotsOf(ranges)]
  const late = new Set<number>()
  const clear = async (id: NodeId, some: readonly number[]) => {
    const end = await openEndpoint(session, id, session.options.commandTimeoutMs)
    if (owner === undefined || !expecting.includes(id))
      return tellSlots(end, changesOf(some, {state: 'stable'}))
    for (const slot of await closeEmpty(end, some, owner)) late.add(slot)
  }
  await Promise.all(marked.map((id) => clear(id, slots)))
  if (late.size > 0) {
    execution.tellNote(
      `Clients have just written to slots ${formatRanges(toRanges(late))}, so they stay open.`,
    )
  }
  const rest = slots.filter((slot) => !late.has(slot))
  if (owner !== undefined && rest.length > 0) await clear(owner, rest)
}
