import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../../domain/errors.js'
import {moveErrorKind} from '../../../redis/move-error.js'
import {bigKeysOf, describeBigKey} from './big-keys.js'
import {RETRY_AFTER_MS} from '../retrying.js'
import {listHeaps} from './heaps.js'
import {type Job, tellProgress} from './job.js'
import type {Bite, Heap} from './pace.js'

/**
 * Sends the keys of open slots until the source has none left. `heaps`: what was listed before the slots were opened;
 * what came since is found by listing again, and once a slot is open no key can come any more. Throws INCOMPLETE when a
 * refusal does not pass, or at a key that is too big.
 */
export async function fillSlots(job: Job, slots: readonly number[], heaps: readonly Heap[]): Promise<void> {
  let left = heaps
  for (let attempt = 0; ;) {
    const trouble = await sendHeaps(job, left)
    if (trouble) {
      const wait = RETRY_AFTER_MS[attempt++]
      if (wait === undefined) throw trouble
      await sleep(wait)
    } else attempt = 0
    left = await listHeaps(job, slots)
    if (left.length === 0) return
    refuseBigKeys(job, left)
  }
}

/** A key that grew, or came, after its slot was looked at; the slot stays open then. */
function refuseBigKeys(job: Job, heaps: readonly Heap[]): void {
  if (job.settings.allowBigKeys) return
  const [tooBig] = bigKeysOf(heaps, job.longestPauseMs)
  if (tooBig) throw new ClusterToolError('INCOMPLETE', tooBigText([describeBigKey(tooBig)]))
}

/** Why keys were not moved. */
export function tooBigText(keys: readonly string[]): string {
  return (
    `${keys.join(', ')}: moving it would hold both nodes for more than half of cluster-node-timeout, ` +
    'and others might take them for dead; --allow-big-keys moves it all the same'
  )
}

/** Sends bite after bite; returns the last refusal that may pass. */
async function sendHeaps(job: Job, heaps: readonly Heap[]): Promise<Error | undefined> {
  const left = [...heaps]
  let trouble: Error | undefined
  const {aimMs, ahead} = gaitOf(job)
  const inFlight: Promise<void>[] = []
  const clock = {lastEnd: 0}
  while (left.length > 0 && !trouble) {
    const bite = job.pace.take(left, aimMs)
    announce(job, bite)
    inFlight.push(sendAndKeep(bite))
    if (inFlight.length > ahead) await inFlight.shift()
    if (job.traffic.isBusy) await giveWay(job)
  }
  await Promise.all(inFlight)
  return trouble

  async function sendAndKeep(bite: Bite): Promise<void> {
    trouble = (await sendBite(job, bite, clock)) ?? trouble
  }
}

const MOST_AHEAD = 8
const GIVE_WAY_TIMES = 2

/** A ping is answered after whoever else waits was served, so it is a pause as long as they need; timers are coarser. */
async function giveWay({keys}: Job): Promise<void> {
  for (let time = 0; time < GIVE_WAY_TIMES; time++) await keys.with((client) => client.ping())
}

/**
 * How long one bite should take, and how many are sent before the last is answered. While others use the source, bites
 * are short and clients are served between them: even one that was far underestimated stays below the longest pause.
 * While nobody else does, bites are long, and the next is on its way while one is worked at, so that no time is lost.
 * A long way to the source has to be bridged in both cases.
 */
function gaitOf({settings, traffic, roundTripMs}: Job): {aimMs: number; ahead: number} {
  const aimMs = settings.maxPauseMs / (traffic.isBusy ? 40 : 2)
  const onTheWay = Math.min(MOST_AHEAD, Math.floor(roundTripMs / aimMs))
  return {aimMs, ahead: onTheWay + (traffic.isBusy ? 0 : 1)}
}

function announce({execution, settings}: Job, {heaps}: Bite): void {
  for (const big of bigKeysOf(heaps, settings.maxPauseMs)) {
    execution.tellNote(`Moving ${describeBigKey(big)} alone: both nodes answer nobody meanwhile.`)
  }
}

async function sendBite(job: Job, bite: Bite, clock: {lastEnd: number}): Promise<Error | undefined> {
  const sent = performance.now()
  const isBig = bigKeysOf(bite.heaps, job.settings.maxPauseMs).length > 0
  const replies = await migrate(job, bite.heaps, {isBig, replace: job.settings.replace})
  const now = performance.now()
  const wayMs = sent > clock.lastEnd ? job.roundTripMs : 0
  const tookMs = Math.max(0.01, now - Math.max(sent, clock.lastEnd) - wayMs)
  clock.lastEnd = now
  // How long a big key takes tells little about small ones.
  if (!isBig) job.pace.learn(bite, tookMs)
  record(job, bite, tookMs)
  return handleRefusals(job, bite, replies)
}

function migrate(
  {keys, migrateTarget, settings}: Job,
  heaps: readonly Heap[],
  {isBig, replace}: {isBig: boolean; replace: boolean},
): Promise<(Error | undefined)[]> {
  const batches = heaps.map((heap) => ({db: heap.db, keys: heap.keys.map(({key}) => key)}))
  const target = isBig ? {...migrateTarget, timeoutMs: settings.timeoutMs} : migrateTarget
  return keys.with((client) => client.migrate(batches, target, replace))
}

function record(job: Job, {keys, bytes}: Bite, tookMs: number): void {
  const {tally} = job
  tally.keys += keys
  tally.bytes += bytes
  tally.lastPauseMs = tookMs
  tally.longestPauseMs = Math.max(tally.longestPauseMs, tookMs)
  tellProgress(job)
}

async function handleRefusals(
  job: Job,
  {heaps}: Bite,
  replies: readonly (Error | undefined)[],
): Promise<Error | undefined> {
  const refused = heaps.flatMap((heap, at) => {
    const error = replies[at]
    return error === undefined ? [] : [{heap, error, kind: moveErrorKind(error)}]
  })
  const lost = refused.find(({kind}) => kind === 'fatal' || kind === 'no-primary')
  if (lost) throw refusal(job, lost.heap, lost.error)
  const busy = refused.filter(({kind}) => kind === 'busy-key').map(({heap}) => heap)
  const trouble = refused.find(({kind}) => kind === 'try-again')
  const again = busy.length > 0 ? await replaceHeaps(job, busy) : undefined
  return again ?? (trouble && refusal(job, trouble.heap, trouble.error))
}

/**
 * While a slot is open its owner answers for every key it has, so its copy is the one that counts, and one on the target
 * is left over from a MIGRATE whose answer was lost. Keys that the source no longer has are not sent, so nothing but
 * such leftovers is replaced.
 */
async function replaceHeaps(job: Job, heaps: readonly Heap[]): Promise<Error | undefined> {
  const replies = await migrate(job, heaps, {isBig: false, replace: true})
  job.tally.replaced += heaps.length
  const at = replies.findIndex((error) => error !== undefined)
  const error = replies[at]
  const heap = heaps[at]
  if (!error || !heap) return undefined
  if (moveErrorKind(error) === 'try-again') return error
  throw refusal(job, heap, error)
}

function refusal(job: Job, {slot}: Heap, error: Error): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} do not go from ${job.source.name} to ${job.target.name}: ${error.message}`,
    {cause: error},
  )
}
