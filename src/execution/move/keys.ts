import {isBug} from '../../domain/bug.js'
import type {Job} from './by-keys/job.js'
import {prepareJob} from './by-keys/prepare.js'
import {settle} from './by-keys/settle.js'
import {moveWindows} from './by-keys/windows.js'
import {listKeys} from './key-name.js'
import {reasonFor, type MoveResult, type Mover, nothingMoved} from './mover.js'

/**
 * Moves slots with SETSLOT and MIGRATE, which every server supports: one window of slots at a time, keys in batches.
 */
export const moveByKeys: Mover = async (step, execution) => {
  let job: Job
  try {
    job = await prepareJob(step, execution)
  } catch (error) {
    return nothingMoved(step, error, execution)
  }
  const {afterBug = false, ...end} = await run(job)
  if (end.error !== undefined) await settle(job, {afterBug})
  for (const note of notesOf(job)) execution.tellNote(note)
  return endingOf(job, end)
}

type Ended = Pick<MoveResult, 'error' | 'leftAlone'>

/** Returns why the move ended early, or what it did not move. */
async function run(job: Job): Promise<Ended & {readonly afterBug?: boolean}> {
  try {
    await moveWindows(job, [...job.ledger.waiting])
  } catch (error) {
    return {error: reasonFor(error, job.execution), afterBug: isBug(error)}
  }
  const left = textsOfLeft(job)
  if (left.length > 0) return {error: left.join('; '), leftAlone: true}
  return {error: job.ledger.waiting.size > 0 ? interruptedText(job) : undefined}
}

function textsOfLeft({leftAlone, conflicts, source, target, longestPauseMs}: Job): string[] {
  return [
    ...leftAlone.texts({target: target.name, longestPauseMs}),
    ...(conflicts.kept.size > 0
      ? [
          `${source.name}, the owner, and ${target.name} have different copies of ${listKeys([...conflicts.kept.values()])}; both were kept ` +
            'and their slots are still open; choose with --conflicts keep-owner or keep-other, which saves the other copy to a file',
        ]
      : []),
  ]
}

function interruptedText({ledger}: Job): string {
  return `stopped after ${ledger.moved.size} of ${ledger.total} slots, as requested`
}

/** Why keys are sent twice when a source is so slow that a MIGRATE reaches its timeout. */
export const LOST_REPLY = 'because the reply to a MIGRATE was lost'

function notesOf({tally, conflicts, source, target}: Job): string[] {
  const {same, saved, file} = conflicts
  return [
    ...(tally.replaced > 0
      ? [
          `In ${tally.replaced} batches, ${target.name} had keys that ${source.name} still had, ${LOST_REPLY}. ` +
            'The owner of an open slot serves its keys, so the copies of the owner replaced them.',
        ]
      : []),
    ...(same > 0 ? [`${same} keys were the same on ${source.name} and ${target.name}.`] : []),
    ...(saved > 0
      ? [
          `${saved} keys differed between ${source.name} and ${target.name}; the copies that were not kept were saved to ${file}.`,
        ]
      : []),
  ]
}

function endingOf(job: Job, end: Ended): MoveResult {
  const {keys, bytes, longestPauseMs} = job.tally
  const {all} = job.inPieces
  const inPieces = all.length > 0 && {inPieces: all}
  return {method: 'keys', ...job.ledger.ranges, keys, bytes, longestPauseMs, ...inPieces, ...end}
}
