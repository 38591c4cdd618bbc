import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../../domain/errors.js'
import {formatRanges, toRanges} from '../../../domain/slot.js'
import {type MoveErrorKind, moveErrorKind} from '../../../redis/move-error.js'
import type {SlotChange, SlotState} from '../../../redis/slot-change.js'
import {waitBefore} from '../retrying.js'
import type {Endpoint} from './endpoint.js'

/** One change for many slots. */
export function changesOf(slots: readonly number[], state: SlotState): SlotChange[] {
  return slots.map((slot) => ({slot, ...state}))
}

export type Telling = {
  /** Kinds of refusal that count as success when a slot is given away. */
  readonly tolerated?: readonly MoveErrorKind[]
  /** The node may lose its last slot by it. */
  readonly last?: boolean
}

/**
 * SETSLOT for many slots on one end, all at once. Those that were refused for a temporary reason are repeated.
 * Returns the refusals that were tolerated. Throws INCOMPLETE, naming slots and reason.
 */
export async function tellSlots(
  end: Endpoint,
  changes: readonly SlotChange[],
  {tolerated = [], last = false}: Telling = {},
): Promise<SlotRefusal[]> {
  const accepted: SlotRefusal[] = []
  const since = performance.now()
  let left = changes
  for (let attempt = 0; left.length > 0; attempt++) {
    const all = refusalsOf(left, await end.setSlots(left, last))
    const refused = all.filter(
      ({change, kind}) => change.state !== 'node' || kind === 'try-again' || !tolerated.includes(kind),
    )
    accepted.push(...all.filter((one) => !refused.includes(one)))
    const lost = refused.find(({kind}) => kind !== 'try-again')
    if (lost) throw refusal(end, [lost.change], lost.error)
    left = refused.map(({change}) => change)
    const [first] = refused
    if (!first) return accepted
    const wait = waitBefore(attempt, {error: first.error, since})
    if (wait !== undefined) await sleep(wait)
    else if (tolerated.includes('try-again') && left.every(({state}) => state === 'node'))
      return [...accepted, ...refused]
    else throw refusal(end, left, first.error)
  }
  return accepted
}

type SlotRefusal = {readonly change: SlotChange; readonly error: Error; readonly kind: MoveErrorKind}

function refusalsOf(changes: readonly SlotChange[], replies: readonly (Error | undefined)[]): SlotRefusal[] {
  return changes.flatMap((change, at) => {
    const error = replies[at]
    return error === undefined ? [] : [{change, error, kind: moveErrorKind(error)}]
  })
}

function refusal({name}: Endpoint, changes: readonly SlotChange[], error: Error): ClusterToolError {
  const slots = formatRanges(toRanges(changes.map(({slot}) => slot)))
  return new ClusterToolError('INCOMPLETE', `${name} refused to change slot ${slots}: ${error.message}`, {
    cause: error,
  })
}
