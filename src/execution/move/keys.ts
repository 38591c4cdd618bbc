import type {Job} from './by-keys/job.js'
import {prepareJob} from './by-keys/prepare.js'
import {settle} from './by-keys/settle.js'
import {moveWindows, tooBigError} from './by-keys/windows.js'
import {messageOf, type MoveEnding, type Mover, nothingMoved} from './mover.js'

/** Moves slots with SETSLOT and MIGRATE, which every server knows: a window of slots at a time, keys in batches. */
export const moveByKeys: Mover = async (step, execution) => {
  let job: Job
  try {
    job = await prepareJob(step, execution)
  } catch (error) {
    return nothingMoved(step, error)
  }
  const sent = new Set<number>()
  const error = await run(job, sent)
  if (error !== undefined) await settle(job, sent)
  if (job.tally.replaced > 0) execution.tellNote(replacedText(job))
  return endingOf(job, error)
}

/** Returns why the move ended early, in words. */
async function run(job: Job, sent: Set<number>): Promise<string | undefined> {
  try {
    const tooBig = await moveWindows(job, [...job.ledger.waiting], sent)
    if (tooBig.length > 0) return tooBigError(tooBig).message
    return job.ledger.waiting.size > 0 ? interruptedText(job) : undefined
  } catch (error) {
    return messageOf(error)
  }
}

function interruptedText({ledger}: Job): string {
  return `stopped after ${ledger.moved.size} of ${ledger.total} slots, as asked`
}

function replacedText({tally, source, target}: Job): string {
  return (
    `In ${tally.replaced} batches ${target.name} had keys already that ${source.name} still had, left by a move that was ` +
    'broken off. While a slot is open its owner answers for it, so the copies of the owner replaced them.'
  )
}

function endingOf(job: Job, error: string | undefined): MoveEnding {
  const {keys, bytes, longestPauseMs} = job.tally
  return {method: 'keys', ...job.ledger.ranges, keys, bytes, longestPauseMs, error}
}
