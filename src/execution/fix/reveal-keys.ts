import {isBug, unlessBug} from '../../domain/bug.js'
import {ownLine} from '../../domain/node.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId, NodeLine} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {formatRanges, SLOT_COUNT, slotsOf, toRanges} from '../../domain/slot.js'
import type {StepExecution} from '../step-execution.js'
import {closeEmpty} from '../move/by-keys/close-empty.js'
import {type Endpoint, openEndpoint} from '../move/by-keys/endpoint.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'
import {withNode} from '../move/retrying.js'

const MARKED_AT_ONCE = 1024

/**
 * Marks the slots that a node does not own as importing, so that it shows its hidden keys, and clears the marks of
 * slots without keys again. The others stay marked, so that the next snapshot finds them.
 */
export async function revealKeys({node}: StepOf<'reveal-keys'>, execution: StepExecution): Promise<void> {
  const {session, signal} = execution
  const lines = await withNode(session, node, (client) => client.clusterNodes())
  const [any] = lines.filter(({role, myself}) => role === 'primary' && !myself).map(({id}) => id)
  // Then no other node could own a slot whose keys it hides.
  if (any === undefined) return
  const peers = peersBySlot(lines, any)
  const own = ownLine(lines)
  // The mark `migrating` of a slot that it gave up shows nothing.
  const open = (own?.openSlots ?? []).filter(({direction}) => direction === 'importing')
  const known = new Set([...slotsOf(own?.slots ?? []), ...open.map(({slot}) => slot)])
  const foreign = [...peers.keys()].filter((slot) => !known.has(slot))
  const end = await openEndpoint(session, node, session.options.commandTimeoutMs)
  const shown = await showIn(end, foreign, {peers, any}, signal)
  if (shown.length > 0) {
    execution.tellNote(
      `${end.name} hid keys of slots ${formatRanges(toRanges(shown))}; they are now visible.`,
    )
  }
}

/** Marks slots as importing, and clears the marks of those without keys again. Returns the others. */
async function showIn(
  end: Endpoint,
  foreign: readonly number[],
  {peers, any}: {readonly peers: readonly NodeId[]; readonly any: NodeId},
  signal: AbortSignal,
): Promise<number[]> {
  const shown: number[] = []
  for (let at = 0; at < foreign.length; at += MARKED_AT_ONCE) {
    if (signal.aborted)
      throw new ClusterToolError('CANCELLED', `stopped at slot ${foreign[at]}, as requested`)
    const slots = foreign.slice(at, at + MARKED_AT_ONCE)
    try {
      await tellSlots(
        end,
        slots.map((slot) => ({slot, state: 'importing', peer: peers[slot] ?? any})),
      )
      shown.push(...(await closeEmpty(end, slots, any)))
    } catch (error) {
      // After a bug, no slot stays open that was not open before; and nobody uses what was shown.
      if (isBug(error))
        await tellSlots(end, changesOf([...shown, ...slots], {state: 'stable'})).catch(unlessBug)
      throw error
    }
  }
  return shown
}

/** The owner of each slot in the view of the node; any node for slots that nobody owns. */
function peersBySlot(lines: readonly NodeLine[], any: NodeId): NodeId[] {
  const peers: NodeId[] = Array.from({length: SLOT_COUNT}, () => any)
  for (const {id, slots, myself} of lines) if (!myself) for (const slot of slotsOf(slots)) peers[slot] = id
  return peers
}
