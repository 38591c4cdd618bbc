import {formatRanges, toRanges} from '../../../domain/slot.js'
import {closeEmpty} from './close-empty.js'
import type {Job} from './job.js'
import {changesOf, tellSlots} from './tell-slots.js'

/**
 * Closes open slots of which nothing has moved, and leaves them with the source. Returns those that could be closed: a
 * client that was redirected with ASK may have written to the target. The target first: such a client could still write
 * to it otherwise, and its key would be lost. Between the two, such clients are redirected back and forth for a moment,
 * and return to the source.
 */
export async function putBack(
  job: Job,
  slots: readonly number[],
  targetAnswers: boolean,
): Promise<readonly number[]> {
  const {source, target, ledger, execution} = job
  let closable = slots
  if (targetAnswers) {
    const late = await closeEmpty(target, slots, source.id)
    closable = slots.filter((slot) => !late.includes(slot))
  } else {
    const list = formatRanges(toRanges(slots))
    execution.tellNote(
      `${target.name} did not report whether clients wrote to slots ${list} there while they were open; ` +
        'when it is back: clustertool check --search-multiple-owners',
    )
  }
  await tellSlots(source, changesOf(closable, {state: 'stable'}))
  ledger.put(closable, 'waiting')
  return closable
}
