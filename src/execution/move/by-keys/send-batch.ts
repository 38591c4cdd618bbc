import {ownLine} from '../../../domain/node.js'
import {ClusterToolError} from '../../../domain/errors.js'
import {type MoveErrorKind, moveErrorKind} from '../../../redis/move-error.js'
import {resolveConflicts} from '../conflicts.js'
import {withNode} from '../retrying.js'
import {bigKeysOf} from './big-keys.js'
import {type Job, tellProgress} from './job.js'
import type {Batch, KeyGroup} from './pace.js'
import type {Trust} from './trust.js'

/** When the source last answered. */
export type Clock = {lastEnd: number}

/** Makes the source send one batch. Returns a temporary refusal; throws INCOMPLETE at a permanent one. */
export async function sendBatch(job: Job, batch: Batch, clock: Clock): Promise<Error | undefined> {
  // The user agreed to lose what the target held before, but not what an earlier run brought there.
  const replace = job.settings.replace && batch.groups.every(({slot}) => !job.openBefore.has(slot))
  const {replies, tookMs} = await migrate(job, batch, {replace, clock})
  // The time that a big key takes says little about small ones.
  if (!isBig(job, batch)) job.pace.learn(batch, tookMs)
  record(
    job,
    batch.groups.filter((_, at) => !replies[at]),
    tookMs,
  )
  return handleRefusals(job, batch, replies)
}

/** Sends a batch without touching keys that the target has. Returns for each group why it was refused. */
export async function sendPlainly(job: Job, batch: Batch): Promise<readonly (Error | undefined)[]> {
  const {replies, tookMs} = await migrate(job, batch, {replace: false})
  job.pace.learn(batch, tookMs)
  return replies
}

/** The number of MIGRATEs that one batch may have now. */
export function mostGroups({care, inFlight}: Pick<Job, 'care' | 'inFlight'>): number {
  return care.isNeeded ? 1 : Math.ceil(inFlight.most / 2)
}

type MigrateMode = {readonly replace: boolean; readonly clock?: Clock}
type MigrateReplies = {readonly replies: readonly (Error | undefined)[]; readonly tookMs: number}

/**
 * From this many estimated milliseconds on, nothing else is sent to the source at the same time, so that the batch may
 * take longer.
 */
const LONG_MS = 20
/** A MIGRATE that is sent alone may take this many times its estimated time. */
const TIMES_EXPECTED = 5
const LEAST_ALONE_MS = 400

/** Sends a MIGRATE for each group, all at once, as soon as the source may have that many more in flight. */
function migrate(
  job: Job,
  {groups, predictedMs}: Pick<Batch, 'groups' | 'predictedMs'>,
  how: MigrateMode,
): Promise<MigrateReplies> {
  const {keys, migrateTarget, settings, inFlight} = job
  const keysToSend = groups.map((group) => ({db: group.db, keys: group.keys.map(({key}) => key)}))
  const alone = job.care.isNeeded || predictedMs > LONG_MS
  return inFlight.take(groups.length, {alone}, async (shareMs) => {
    const aloneMs = Math.min(shareMs, Math.max(LEAST_ALONE_MS, predictedMs * TIMES_EXPECTED))
    // The user who allows big keys has agreed to the time that they take.
    const agreed = settings.allowBigKeys && bigKeysOf(groups, job.longestPauseMs).length > 0
    const timeoutMs = agreed ? settings.timeoutMs : Math.ceil(alone ? aloneMs : shareMs)
    const sent = performance.now()
    const replies = await keys.with((client) =>
      client.migrate(keysToSend, {...migrateTarget, timeoutMs}, how.replace),
    )
    const timedOut = replies.some((error) => error && /\bIOERR\b/.test(error.message))
    job.care.learn(timedOut)
    return {replies, tookMs: passed(job, sent, how.clock)}
  })
}

/** How long the source worked: without the round trip, and without what was sent before. */
function passed({roundTripMs}: Job, sent: number, clock: Clock = {lastEnd: 0}): number {
  const now = performance.now()
  const wayMs = sent > clock.lastEnd ? roundTripMs : 0
  const tookMs = Math.max(0.01, now - Math.max(sent, clock.lastEnd) - wayMs)
  clock.lastEnd = now
  return tookMs
}

function isBig({settings}: Job, {groups}: Batch): boolean {
  return bigKeysOf(groups, settings.maxPauseMs).length > 0
}

/** `gone`: the groups that the source has sent. The others are sent again. */
function record(job: Job, gone: readonly KeyGroup[], tookMs: number): void {
  job.tally.addSent(gone, tookMs)
  tellProgress(job)
}

type GroupRefusal = {readonly group: KeyGroup; readonly error: Error; readonly kind: MoveErrorKind}

async function handleRefusals(
  job: Job,
  {groups}: Batch,
  replies: readonly (Error | undefined)[],
): Promise<Error | undefined> {
  const refused = refusalsOf(groups, replies)
  const lost = refused.find(({kind}) => kind === 'fatal' || kind === 'no-primary')
  if (lost) throw refusal(job, lost.group, lost.error)
  const busy = refused.filter(({kind}) => kind === 'busy-key').map(({group}) => group)
  const trouble = refused.find(({kind}) => kind === 'try-again')
  const again = busy.length > 0 ? await settleBusy(job, busy) : undefined
  return again ?? (trouble && refusal(job, trouble.group, trouble.error))
}

function refusalsOf(groups: readonly KeyGroup[], replies: readonly (Error | undefined)[]): GroupRefusal[] {
  return groups.flatMap((group, at) => {
    const error = replies[at]
    return error === undefined ? [] : [{group, error, kind: moveErrorKind(error)}]
  })
}

/**
 * Handles keys that the target also has. If this move opened the slot, a MIGRATE whose answer was lost has left the
 * copy on the target, and the source's copy replaces it. In all other cases the two are compared first. If a journal
 * vouches for the marks, the source's copy counts; otherwise the policy of the user decides.
 */
async function settleBusy(job: Job, groups: readonly KeyGroup[]): Promise<Error | undefined> {
  const trust = await trustIn(job)
  const trusted = (wanted: Trust) => groups.filter(({slot}) => trust(slot) === wanted)
  const own = trusted('own')
  job.tally.addReplaced(own.length)
  const {conflicts: found} = job
  const policy = job.settings.conflicts
  const winners = [
    ...own,
    // A copy that the owner's copy replaces is still saved.
    ...(await resolveConflicts(job, trusted('marked'), {owner: 'source', policy: 'keep-owner', found})),
    ...(await resolveConflicts(job, trusted('unknown'), {owner: 'source', policy, found})),
  ]
  return winners.length > 0 ? replaceGroups(job, winners) : undefined
}

/** How certain it is now, for each slot, that the source's copy of a key counts. */
export async function trustIn(job: Job): Promise<(slot: number) => Trust> {
  const unchanged = await unchangedSlots(job)
  return (slot) => (unchanged.has(slot) ? (job.openBefore.get(slot) ?? 'own') : 'unknown')
}

/**
 * Slots whose keys the source has served all the time: it has not restarted, perhaps with older data; no failover and
 * failback has raised its config epoch; and it still has the marks.
 */
async function unchangedSlots({keys, source, target, execution, sourceEpoch}: Job): Promise<Set<number>> {
  if (keys.wasRestarted || source.wasRestarted) return new Set()
  const lines = await withNode(execution.session, source.id, (client) => client.clusterNodes())
  const own = ownLine(lines)
  if (own?.role !== 'primary' || own.configEpoch !== sourceEpoch) return new Set()
  const marked = own.openSlots.filter(({direction, peer}) => direction === 'migrating' && peer === target.id)
  return new Set(marked.map(({slot}) => slot))
}

/** Keys that the source no longer has are not sent, so only copies of them are replaced. */
async function replaceGroups(job: Job, groups: readonly KeyGroup[]): Promise<Error | undefined> {
  let trouble: Error | undefined
  for (const group of groups) {
    const {replies, tookMs} = await migrate(job, {groups: [group], predictedMs: LONG_MS}, {replace: true})
    record(job, replies[0] ? [] : [group], tookMs)
    for (const {error, kind} of refusalsOf([group], replies)) {
      if (kind !== 'try-again') throw refusal(job, group, error)
      trouble = error
    }
  }
  return trouble
}

function refusal(job: Job, {slot}: KeyGroup, error: Error): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} cannot be moved from ${job.source.name} to ${job.target.name}: ${error.message}`,
    {cause: error},
  )
}
