import {setTimeout as sleep} from 'node:timers/promises'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import {settleAll} from '../../domain/settle-all.js'
import {isServerError} from '../../redis/errors.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {MOST_MIGRATED_BYTES, sendByMigrate} from './by-migrate.js'
import {sendByStream} from './by-stream.js'
import {type Again, cannotGoOn, type Lane, NONE, type Sending, together} from './job.js'
import {compareSamples, takeSamples} from './samples.js'
import {settleExisting} from './settle-existing.js'
import {wayTo} from './ways.js'

const AGAIN_AFTER_MS = 200

/**
 * Sends keys to their owners, to all owners in parallel, and then compares some of them. Keys that were not accepted
 * are sent again, to their owner at that time. Throws INCOMPLETE if no key is accepted for as long as `--patience`
 * allows, if no key ever will be, or if keys are moved and an owner may have lost some. Throws CANCELLED if the
 * signal is aborted while it waits.
 */
export async function sendChunk(lane: Lane, keys: readonly SizedKey[]): Promise<void> {
  const {job} = lane
  const sending: Sending = {
    ...lane,
    leftAlone: new Set(),
    arrived: new Set(),
    tried: new Set(),
    dealtWith: new Set(),
    slow: new Set(),
  }
  lane.wary.chunks = Math.max(0, lane.wary.chunks - 1)
  const samples = await takeSamples(sending, keys)
  let left = keys
  let end = performance.now() + job.settings.patienceMs
  for (;;) {
    stopIfLost(lane)
    const again = await sendOnce(sending, left)
    if (again.keys.length === 0) break
    if (again.keys.length < left.length) end = performance.now() + job.settings.patienceMs
    if (performance.now() > end) throw stuck(lane, again)
    if (job.signal.aborted)
      throw new ClusterToolError('CANCELLED', `Interrupted while keys were waiting: ${again.reason}`)
    job.onEvent({type: 'waiting', what: `the cluster to accept keys: ${again.reason}`, missing: []})
    await sleep(AGAIN_AFTER_MS)
    await job.owners.refreshIfPossible()
    left = again.keys
  }
  await compareSamples(sending, samples)
  stopIfLost(lane)
}

/** Keys that were moved are gone from the source, so nobody can look for them there once more. */
function stopIfLost({job}: Lane): void {
  const [failure] = job.owners.failures
  if (failure !== undefined && !job.settings.copy) throw new ClusterToolError('INCOMPLETE', failure)
}

async function sendOnce(sending: Sending, keys: readonly SizedKey[]): Promise<Again> {
  const {job} = sending
  const parts = await settleAll(
    [...job.owners.group(keys)].map(async ([owner, some]) => {
      if (owner === undefined) return {keys: some, reason: 'no node owns their slots'}
      return sendTo(sending, owner, some)
    }),
  )
  return together(...parts)
}

async function sendTo(sending: Sending, owner: NodeId, keys: readonly SizedKey[]): Promise<Again> {
  sending.job.owners.brought.relyOn(owner)
  try {
    return await sortAndSend({...sending, owner}, owner, keys)
  } catch (error) {
    if (!isServerError(error)) throw error
    // Keys that were sent and not counted are found there.
    return {keys: keys.filter((key) => !sending.dealtWith.has(key)), reason: error.message}
  }
}

async function sortAndSend(sending: Sending, owner: NodeId, keys: readonly SizedKey[]): Promise<Again> {
  const {job, tally, ways, wary} = sending
  // MIGRATE also reports that a key exists. Asking first is faster only if many exist.
  if (ways.has(owner) && wary.chunks === 0) return sendFresh(sending, owner, {fresh: keys, replaced: []})
  const bare = keys.map(({key}) => key)
  const found = await job.owners.use(owner, (client) => client.exist(tally.to, bare))
  const refused = found.find((one) => one instanceof Error)
  if (refused && importErrorKind(refused) === 'fatal')
    throw cannotGoOn(sending, job.owners.nameOf(owner), refused)
  const where = (wanted: (one: boolean | Error | undefined) => boolean) =>
    keys.filter((_, at) => wanted(found[at]))
  const there = where((one) => one === true)
  // A key that this user may not even ask for is refused, and reported, when it is sent.
  const isRefused = (one: unknown) => one instanceof Error && importErrorKind(one) === 'key'
  const fresh = where((one) => one === false || isRefused(one))
  const unknown = {
    keys: where((one) => one instanceof Error && !isRefused(one)),
    reason: refused?.message ?? '',
  }
  if (job.settings.existing === 'replace') {
    return together(unknown, await sendFresh(sending, owner, {fresh, replaced: there}))
  }
  const isOurs = (key: SizedKey) => sending.tried.has(key)
  const before = there.filter((key) => !isOurs(key))
  const settled = [
    await settleExisting(sending, owner, before),
    await settleExisting(sending, owner, there.filter(isOurs), 'imported'),
  ]
  return together(unknown, ...settled, await sendFresh(sending, owner, {fresh, replaced: []}))
}

async function sendFresh(
  sending: Sending,
  owner: NodeId,
  {fresh, replaced}: {readonly fresh: readonly SizedKey[]; readonly replaced: readonly SizedKey[]},
): Promise<Again> {
  const keys = [...fresh, ...replaced]
  if (keys.length === 0) return NONE
  // A way cannot be tested with keys that exist already, and this one always works.
  if (!sending.ways.has(owner) && fresh.length === 0) return sendByStream(sending, owner, keys)
  const way = await wayTo(sending, owner, fresh)
  const rest = keys.filter((key) => !sending.arrived.has(key))
  for (const key of rest) sending.tried.add(key)
  if (way !== 'migrate') return sendByStream(sending, owner, rest)
  const isSlow = (key: SizedKey) => sending.slow.has(key) || (key.bytes ?? 0) > MOST_MIGRATED_BYTES
  // Decided now: keys that turn out to be slow are sent again, and must not be sent here too.
  const slow = rest.filter(isSlow)
  const quick = rest.filter((key) => !isSlow(key))
  return together(await sendByMigrate(sending, owner, quick), await sendByStream(sending, owner, slow))
}

function stuck({source, job}: Lane, {keys, reason}: Again): ClusterToolError {
  const seconds = Math.round(job.settings.patienceMs / 1000)
  return new ClusterToolError(
    'INCOMPLETE',
    `${keys.length} keys of ${source.name} could not be sent to their owners for ${seconds} s: ${reason}`,
  )
}
