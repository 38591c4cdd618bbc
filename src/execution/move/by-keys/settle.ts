import {isServerError} from '../../../redis/errors.js'
import {ClusterToolError} from '../../../domain/errors.js'
import {checkEnds} from './check-ends.js'
import {sendRest} from './send-rest.js'
import {turnSlots} from './marks.js'
import {prepareClose} from './prepare-close.js'
import {putBack} from './put-back.js'
import type {Endpoint} from './endpoint.js'
import {databasesOf, type Job} from './job.js'

/** What is known about an open slot whose move has stopped; undefined: that end cannot be asked. */
export type Halfway = {
  readonly keysOnSource: number | undefined
  readonly keysOnTarget: number | undefined
  /** The target has been told that it is the owner, or may have been. */
  readonly closing: boolean
  /** Keys of it have been sent. */
  readonly sent: boolean
  /** The target is the same as when they were sent: it has not restarted, and no replica has replaced it. */
  readonly targetStands: boolean
}

/**
 * How to close an open slot without losing anything. `forward` makes the target the owner, `back` leaves it with the
 * source, `leave` keeps it open, because both sides have keys or nobody can tell.
 */
export function wayOut(halfway: Halfway): 'forward' | 'back' | 'leave' {
  const {keysOnSource, keysOnTarget, closing, sent, targetStands} = halfway
  if (keysOnSource === undefined) return 'leave'
  // Keys that are not visible on the target, or no longer, may be there, or on the replica that replaces it.
  if (!targetStands || keysOnTarget === undefined) return sent || closing ? 'leave' : 'back'
  if (closing) return keysOnSource === 0 ? 'forward' : 'leave'
  if (keysOnTarget === 0) return 'back'
  return keysOnSource === 0 ? 'forward' : 'leave'
}

/**
 * Closes those slots that a stopped move left open and that can be closed. `afterBug`: nothing but a bug prevented
 * the rest of the keys from being sent, so this is done first. Rejects only with a bug.
 */
export async function settle(job: Job, {afterBug}: {readonly afterBug: boolean}): Promise<void> {
  await closeSafely(job)
  if (!afterBug) return
  await finish(job).catch(leftOpen)
  await closeSafely(job)
}

/** Sends the keys of slots of which both ends have some, except slots of which both copies of a key are kept. */
async function finish(job: Job): Promise<void> {
  const {ledger, conflicts} = job
  const slots = [...ledger.open].filter((slot) => !conflicts.keptIn.has(slot))
  if (slots.length === 0 || !(await stands(job))) return
  ledger.noteSent(slots)
  await sendRest(job, slots)
}

async function closeSafely(job: Job): Promise<void> {
  const {ledger} = job
  const slots = [...ledger.open, ...ledger.closing]
  if (slots.length === 0) return
  job.target.acceptRestart()
  const [onSource, onTarget] = await Promise.all([
    countKeys(job, job.keys, slots),
    countKeys(job, job.target, slots),
  ])
  const targetStands = await stands(job)
  const ways = slots.map((slot, at) =>
    wayOut({
      keysOnSource: onSource?.[at],
      keysOnTarget: onTarget?.[at],
      closing: ledger.closing.has(slot),
      sent: ledger.wasSent(slot),
      targetStands,
    }),
  )
  const forward = slots.filter((_, at) => ways[at] === 'forward')
  if (forward.length > 0) await goForward(job, forward).catch(leftOpen)
  const back = slots.filter((_, at) => ways[at] === 'back')
  if (back.length > 0) await putBack(job, back, onTarget !== undefined).catch(leftOpen)
}

async function goForward(job: Job, slots: readonly number[]): Promise<void> {
  await prepareClose(job, slots)
  await turnSlots(job, {close: slots, open: []})
}

async function countKeys(job: Job, end: Endpoint, slots: readonly number[]): Promise<number[] | undefined> {
  try {
    const counts = slots.map(() => 0)
    for (const db of await databasesOf({...job, keys: end})) {
      const found = await end.with((client) => client.countKeys(db, slots))
      found.forEach((keys, at) => (counts[at] = (counts[at] ?? 0) + keys))
    }
    return counts
  } catch (error) {
    return leftOpen(error)
  }
}

async function stands(job: Job): Promise<boolean> {
  if (job.target.wasRestarted) return false
  try {
    return (await checkEnds(job)) === undefined
  } catch (error) {
    return leftOpen(error) ?? false
  }
}

/** If a node is lost, or refuses, its slots stay as they are: the ledger has them as open. Throws anything else. */
function leftOpen(error: unknown): undefined {
  if (error instanceof ClusterToolError || isServerError(error)) return undefined
  throw error
}
