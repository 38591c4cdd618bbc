import {isBug, unlessBug} from '../../domain/bug.js'
import {ownLine} from '../../domain/node.js'
import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import {countSlots, formatRanges, intersectRanges, type SlotRange, slotsOf} from '../../domain/slot.js'
import type {StepOf} from '../../domain/step.js'
import type {AtomicMethod} from '../../domain/move.js'
import {type AtomicJob, isOver, jobRanges} from '../../redis/atomic-jobs.js'
import {ReplyRefused} from '../../redis/errors.js'
import type {StepExecution} from '../step-execution.js'
import {endJob} from './cancel-atomic.js'
import {withNode} from './retrying.js'
import {FIRST_POLL_MS, listJobs, POLL_MS, watchJob, type WatchEnd} from './watch-atomic.js'

/** One atomic move of some slots, as the servers are asked for it. */
export type JobRequest = {
  readonly step: StepOf<'migrate-slots'>
  readonly method: AtomicMethod
  readonly ranges: readonly SlotRange[]
  readonly execution: StepExecution
}

/**
 * `again`: it failed, and may succeed later or with fewer slots. `left`: nothing else may be done with these slots
 * now.
 */
export type JobOutcome =
  | {readonly outcome: 'moved'; readonly writePauseMs: number | undefined}
  | {readonly outcome: 'stopped'}
  | {readonly outcome: 'again' | 'failed' | 'left'; readonly reason: string}

/**
 * Makes the servers move slots, and waits until the move is over. Who owns the slots decides whether it succeeded,
 * because a Valkey source that gave away its last slot forgets its list of jobs. Unless the result is `left`, nothing
 * is in progress when it returns. Rejects if a node cannot be reached.
 */
export async function runJob(request: JobRequest): Promise<JobOutcome> {
  const {execution, method, ranges, step} = request
  const driver = driverOf(request)
  const [isMoved, strays, jobs] = await Promise.all([
    ownsAll(request),
    strayKeysOf(request),
    listJobs(request, driver),
  ])
  // It may have been carried out after it was given up.
  if (isMoved) return {outcome: 'moved', writePauseMs: undefined}
  if (strays !== undefined) return {outcome: 'left', reason: strays}
  const known = new Set(jobs.map(({id}) => id))
  const isNew = (job: AtomicJob) => !known.has(job.id) && job.target === step.target && hasSlots(job, ranges)
  let id: string | undefined
  try {
    id = await withNode(execution.session, driver, (client) =>
      client.startAtomicMove(method, {ranges, target: step.target}),
    )
  } catch (error) {
    const refusal = ending(error)
    // After a lost connection, the request may have been carried out, and is then refused when it is repeated.
    if (await ownsAll(request)) return {outcome: 'moved', writePauseMs: undefined}
    if (!(await listJobs(request, driver)).some((job) => isNew(job) && !isOver(job, method))) return refusal
  }
  return follow(request, (job) => (id === undefined ? isNew(job) : job.id === id))
}

async function follow(request: JobRequest, isOurs: (job: AtomicJob) => boolean): Promise<JobOutcome> {
  const {execution, method, step} = request
  const {source, target} = step
  const watched = await watchJob({execution, method, source, target, node: driverOf(request), isOurs}).catch(
    (error: unknown) => cancelAfterBug(request, isOurs, error),
  )
  const cancelled = watched.end === 'stuck' || watched.end === 'stopped'
  const left = cancelled || isFailed(watched, method) ? await endJob(request, watched.job) : undefined
  if (await ownsAll(request)) return {outcome: 'moved', writePauseMs: await settleOnSource(request, isOurs)}
  if (left !== undefined) return {outcome: 'left', reason: leftText(watched, left)}
  if (watched.end === 'stopped') return {outcome: 'stopped'}
  return {outcome: 'failed', reason: reasonOf(watched)}
}

/** Nobody watches the job any more then. Throws the error. */
async function cancelAfterBug(
  request: JobRequest,
  isOurs: (job: AtomicJob) => boolean,
  error: unknown,
): Promise<never> {
  if (!isBug(error)) throw error
  try {
    const job = (await listJobs(request, driverOf(request))).find(isOurs)
    if (job && !isOver(job, request.method)) await endJob(request, job)
  } catch (second) {
    unlessBug(second)
  }
  throw error
}

/** If the job has ended on one node, it may not have ended on the other. */
function isFailed(watched: WatchEnd, method: AtomicMethod): watched is WatchEnd & {readonly end: 'over'} {
  return watched.end === 'over' && watched.job.state !== (method === 'atomic-redis' ? 'completed' : 'success')
}

function reasonOf(watched: WatchEnd): string {
  if (watched.end === 'gone') return 'the server no longer lists the job'
  if (watched.end === 'stuck') return watched.reason
  const {state, message} = watched.job
  return message === '' ? state : `${state}: ${message}`
}

function leftText(watched: WatchEnd, left: string): string {
  return (
    `${reasonOf(watched)}, and the job could not be cancelled: ${left}; ` +
    'its slots were not changed; run clustertool fix or resume, which waits for the job'
  )
}

/** Redis imports: the target has the job. Valkey exports: the source has it. */
function driverOf({method, step}: JobRequest) {
  return method === 'atomic-redis' ? step.target : step.source
}

function hasSlots(job: AtomicJob, ranges: readonly SlotRange[]): boolean {
  const slots = jobRanges(job)
  return (
    countSlots(slots) === countSlots(ranges) &&
    countSlots(intersectRanges(slots, ranges)) === countSlots(ranges)
  )
}

/** What it means that the request was refused. */
function ending(error: unknown): JobOutcome {
  if (!(error instanceof ReplyRefused)) throw error
  const reason = error.message
  // The node is still busy with something earlier: another task of its own, or the deletion of keys that it gave
  // away.
  const passes = /already in progress|trim|overlap|STABLE to start|already migrating/i.test(reason)
  return {outcome: passes ? 'again' : 'failed', reason}
}

/** The last check: Redis deletes such keys when it starts, and Valkey 9 crashes with an assertion (kvstore.c). */
export async function strayKeysOf({
  execution,
  step,
  ranges,
}: Omit<JobRequest, 'method'>): Promise<string | undefined> {
  const moved = await ownedByTarget({execution, step, ranges})
  const slots = [...slotsOf(ranges)].filter((slot) => !moved.has(slot))
  const strays = await withNode(execution.session, step.target, (client) => client.strays(slots))
  if (!strays || strays.keys + strays.hidden === 0) return undefined
  const what = strays.keys === 0 ? 'hidden stray keys' : `stray keys in slots ${describeRanges(strays.slots)}`
  return `${formatAddress(execution.session.node(step.target).address)} holds ${what}; clustertool fix --search-multiple-owners moves them to their owners`
}

const SETTLE_LIMIT_MS = 10_000

async function ownsAll(request: JobRequest): Promise<boolean> {
  return (await ownedByTarget(request)).size === countSlots(request.ranges)
}

async function ownedByTarget({execution, step, ranges}: Omit<JobRequest, 'method'>): Promise<Set<number>> {
  const lines = await withNode(execution.session, step.target, (client) => client.clusterNodes())
  const owned = ownLine(lines)?.slots ?? []
  return new Set(slotsOf(intersectRanges(ranges, owned)))
}

/**
 * Redis: the source still works on the job for a moment, and accepts no other job until then. It also knows for how
 * long it blocked writes. A source that has become a replica, or died, is not waited for.
 */
async function settleOnSource(
  request: JobRequest,
  isOurs: (job: AtomicJob) => boolean,
): Promise<number | undefined> {
  if (request.method !== 'atomic-redis') return undefined
  const deadline = performance.now() + SETTLE_LIMIT_MS
  try {
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(POLL_MS, 2 * pollMs)) {
      const job = (await listJobs(request, request.step.source)).find(isOurs)
      if (!job || isOver(job, request.method) || performance.now() > deadline) return job?.writePauseMs
      await sleep(pollMs)
    }
  } catch (error) {
    if (error instanceof ClusterToolError || error instanceof ReplyRefused) return undefined
    throw error
  }
}

/** Describes the slots of a move. */
export function describeRanges(ranges: readonly SlotRange[]): string {
  const text = formatRanges(ranges.slice(0, 4))
  return ranges.length > 4 ? `${text},… (${countSlots(ranges)} slots)` : text
}
