import {ClusterToolError} from '../../../domain/errors.js'
import {settleAll} from '../../../domain/settle-all.js'
import {Patience} from '../retrying.js'
import {bigKeysOf, describeBigKey} from './big-keys.js'
import {checkEnds} from './check-ends.js'
import {listKeyGroups} from './key-groups.js'
import type {Job} from './job.js'
import type {Batch, KeyGroup} from './pace.js'
import type {CloseCheck} from './prepare-close.js'
import {putBack} from './put-back.js'
import {tooBigText} from './too-big-text.js'
import {clearCopies} from '../in-pieces/clear-copies.js'
import {sendBigKeys, splitBigKeys} from '../in-pieces/send-big-keys.js'
import {mostGroups, sendBatch} from './send-batch.js'

/** Slots that are opened, filled and closed together, with the keys that were found before they were opened. */
export type Window = {readonly slots: readonly number[]; readonly groups: readonly KeyGroup[]}

/**
 * Sends the keys of open slots until the source has none left, except those of which both copies are kept. `groups`:
 * the keys that were listed before the slots were opened. Keys that came after that are found by listing again; once
 * a slot is open, no new keys come. Checks beside the last listing that the slots may be closed. Returns the slots that
 * were put back, because the run is to pause or stop and they have big keys. Throws INCOMPLETE at a permanent refusal, at
 * a key that is too big, or if the slots may not be closed.
 */
export async function fillSlots(
  job: Job,
  {slots, groups}: Window,
  check: CloseCheck,
): Promise<ReadonlySet<number>> {
  await clearCopies(job, slots)
  const back = new Set<number>()
  let open = slots
  let left = groups
  const patience = new Patience()
  for (;;) {
    // A target that did not answer may have been replaced in the meantime, and is the last to hear of it.
    const doubt = patience.isTried ? await checkEnds(job) : undefined
    const {trouble, putOff}: Sent = doubt ? {trouble: doubt, putOff: []} : await send(job, left)
    if (trouble) job.execution.control.delay = {kind: 'waiting', what: trouble.message}
    await patience.bear(trouble)
    for (const slot of await putBackOrSend(job, putOff)) back.add(slot)
    open = open.filter((slot) => !back.has(slot))
    const listing = listKeyGroups(job, open)
    await settleAll<unknown>([listing, check.before(open)])
    left = await listing
    if (left.length === 0) return back
    refuseBigKeys(job, left)
  }
}

/** A slot of which the target has a key by now cannot be put back any more. Its keys move, however long that takes. */
async function putBackOrSend(job: Job, slots: readonly number[]): Promise<readonly number[]> {
  if (slots.length === 0) return []
  const back = await putBack(job, slots, true)
  job.ledger.noteSent(slots.filter((slot) => !back.includes(slot)))
  return back
}

type Sent = {
  readonly trouble: Error | undefined
  /** Slots of which nothing has been sent. */
  readonly putOff: readonly number[]
}

/** The big keys first: if one cannot be moved, its slot can still be closed as if nothing had happened. */
async function send(job: Job, groups: readonly KeyGroup[]): Promise<Sent> {
  const {big, rest} = splitBigKeys(job, groups)
  const {trouble, putOff} = await sendBigKeys(job, big)
  if (trouble) return {trouble, putOff}
  // Before the small keys of its slot have moved.
  refuseBigKeys(job, groups)
  const others = rest.filter(({slot}) => !putOff.includes(slot))
  job.ledger.noteSent(others.map(({slot}) => slot))
  return {trouble: await sendGroups(job, others), putOff}
}

/** A key that grew or came after its slot was examined; the slot stays open then. */
function refuseBigKeys(job: Job, groups: readonly KeyGroup[]): void {
  if (job.settings.allowBigKeys) return
  const [tooBig] = bigKeysOf(groups, job.longestPauseMs).filter((big) => !job.inPieces.fits(big))
  if (tooBig) throw new ClusterToolError('INCOMPLETE', tooBigText(job, [describeBigKey(tooBig)]))
}

/**
 * Sends batch after batch. Returns the last temporary refusal. Everything that was sent has been answered when this
 * ends.
 */
async function sendGroups(job: Job, groups: readonly KeyGroup[]): Promise<Error | undefined> {
  const left = [...groups]
  const {control, signal} = job.execution
  const sending: Promise<void>[] = []
  const clock = {lastEnd: 0}
  let trouble: Error | undefined
  let failure: {readonly error: unknown} | undefined
  try {
    while (left.length > 0) {
      const waited = await control.untilAdmitted(signal)
      if (trouble ?? failure) break
      // The longest pause may have been changed.
      const {aimMs, ahead} = pacingOf(job)
      const batch = job.pace.take(left, aimMs, mostGroups(job))
      control.noteLoad(batch)
      announce(job, batch)
      // What made the last batch wait holds the next one back, too.
      if (!waited) tellDelay(job, batch)
      sending.push(send(batch))
      if (sending.length > ahead) await sending.shift()
      if (job.traffic.isBusy) await giveWay(job)
    }
  } finally {
    await Promise.all(sending)
  }
  if (failure) throw failure.error
  return trouble

  /** Never rejects: several are in flight, and the first failure must not leave the others without a handler. */
  async function send(batch: Batch): Promise<void> {
    try {
      trouble = (await sendBatch(job, batch, clock)) ?? trouble
    } catch (error) {
      failure ??= {error}
    }
  }
}

const MOST_AHEAD = 8
const GIVE_WAY_TIMES = 2

/**
 * A ping is answered after all clients that are waiting, so it is exactly the pause that they need. Timers are
 * coarser.
 */
async function giveWay({keys}: Job): Promise<void> {
  for (let time = 0; time < GIVE_WAY_TIMES; time++) await keys.with((client) => client.ping())
}

/**
 * How long one batch should take, and how many are sent before the last one is answered. While others use the source,
 * batches are short and clients are served between them: even a batch that takes much longer than estimated stays below
 * the longest pause. While nobody else does, batches are long, and the next one is in flight while one is processed, so
 * that no time is lost. In both cases a long round trip has to be bridged.
 */
function pacingOf({settings, traffic, roundTripMs}: Job): {aimMs: number; ahead: number} {
  const aimMs = settings.maxPauseMs / (traffic.isBusy ? 40 : 2)
  const onTheWay = Math.min(MOST_AHEAD, Math.floor(roundTripMs / aimMs))
  return {aimMs, ahead: onTheWay + (traffic.isBusy ? 0 : 1)}
}

/** What holds back what is sent now, for those who ask. */
function tellDelay({execution: {control}, settings, traffic}: Job, {groups}: Batch): void {
  const [big] = bigKeysOf(groups, settings.maxPauseMs)
  if (big) control.delay = {kind: 'key', what: describeBigKey(big)}
  else if (traffic.isBusy) control.delay = {kind: 'max-pause', maxPauseMs: settings.maxPauseMs}
  else control.delay = undefined
}

function announce({execution, settings}: Job, {groups}: Batch): void {
  for (const big of bigKeysOf(groups, settings.maxPauseMs)) {
    execution.tellNote(`Moving ${describeBigKey(big)} alone. Both nodes are blocked until it has moved.`)
  }
}
