import {setTimeout as sleep} from 'node:timers/promises'
import {countSlots, formatRanges, intersectRanges, type SlotRange} from '../../domain/slot.js'
import type {StepOf} from '../../domain/plan.js'
import type {AtomicMethod} from '../../domain/move.js'
import {type AtomicJob, isOver} from '../../redis/atomic-jobs.js'
import type {StepExecution} from '../execution.js'
import {withNode} from './retrying.js'

/** One atomic move of some slots, as the servers are asked for it. */
export type Order = {
  readonly step: StepOf<'migrate-slots'>
  readonly method: AtomicMethod
  readonly ranges: readonly SlotRange[]
  readonly execution: StepExecution
}

/** `again`: it did not work, and may if it is tried later or with fewer slots. */
export type OrderEnding =
  | {readonly outcome: 'moved'; readonly writePauseMs: number | undefined}
  | {readonly outcome: 'stopped'}
  | {readonly outcome: 'again' | 'failed'; readonly reason: string}

const POLL_MS = 15
/** How often Redis may try a failed import again by itself, once a second, before it is told to leave it. */
const MOST_RETRIES = 2

/**
 * Has the servers move slots and watches until it is over. Whether it worked is told by who owns the slots, since a
 * Valkey source that gave away its last slot forgets its list of jobs. Nothing is under way any more when it returns.
 * Rejects when a node cannot be reached.
 */
export async function runOrder(order: Order): Promise<OrderEnding> {
  const {execution, method, ranges, step} = order
  const driver = driverOf(order)
  const known = new Set((await jobsOn(order, driver)).map(({id}) => id))
  let id: string | undefined
  try {
    id = await withNode(execution.session, driver, (client) =>
      client.startAtomicMove(method, {ranges, target: step.target}),
    )
  } catch (error) {
    // After a lost connection the order may have been carried out all the same, and is refused when given again.
    return (await ownsAll(order)) ? {outcome: 'moved', writePauseMs: undefined} : ending(error)
  }
  const isOurs = (job: AtomicJob) =>
    id === undefined ? !known.has(job.id) && job.target === step.target : job.id === id
  const result = await watch(order, driver, isOurs)
  if (await ownsAll(order)) {
    return {outcome: 'moved', writePauseMs: await settleOnSource(order, isOurs)}
  }
  return result
}

/** Redis imports: the target has the job; Valkey exports: the source has it. */
function driverOf({method, step}: Order) {
  return method === 'atomic-redis' ? step.target : step.source
}

function jobsOn({execution, method}: Order, node: StepOf<'migrate-slots'>['source']): Promise<AtomicJob[]> {
  return withNode(execution.session, node, (client) => client.atomicJobs(method))
}

/** What a refusal of the order means. */
function ending(error: unknown): OrderEnding {
  if (!(error instanceof Error) || error.name !== 'ReplyError') throw error
  const reason = error.message
  // The node is still busy with what came before: another task of its own, or the deletion of keys that it gave away.
  const passes = /already in progress|trim|overlap|STABLE to start|already migrating/i.test(reason)
  return {outcome: passes ? 'again' : 'failed', reason}
}

async function watch(
  order: Order,
  driver: StepOf<'migrate-slots'>['source'],
  isOurs: (job: AtomicJob) => boolean,
): Promise<OrderEnding> {
  const {execution, method} = order
  const limitMs = execution.moving.timeoutMs
  let pulse = ''
  let since = performance.now()
  for (;;) {
    const job = (await jobsOn(order, driver)).find(isOurs)
    if (!job) return {outcome: 'failed', reason: 'the server has dropped the job from its list'}
    if (isOver(job, method)) {
      const reason = `${job.state}${job.message === '' ? '' : `: ${job.message}`}`
      return {outcome: 'failed', reason}
    }
    if (job.pulse !== pulse) since = performance.now()
    pulse = job.pulse
    const given = givenUp(order, job, performance.now() - since > limitMs)
    if (given) {
      await withNode(execution.session, driver, (client) => client.cancelAtomicMove(method, job.id))
      await untilOver(order, driver, isOurs)
      return given
    }
    await sleep(POLL_MS)
  }
}

/** Why a job that goes on is to be cancelled, if it is. */
function givenUp({execution, method}: Order, job: AtomicJob, stalled: boolean): OrderEnding | undefined {
  if (execution.signal.aborted) return {outcome: 'stopped'}
  if (method === 'atomic-redis' && job.state === 'failed' && job.retries >= MOST_RETRIES) {
    return {outcome: 'failed', reason: job.message}
  }
  const seconds = Math.round(execution.moving.timeoutMs / 1000)
  return stalled
    ? {outcome: 'failed', reason: `it stood still for ${seconds} s in state ${job.state}`}
    : undefined
}

const CANCEL_LIMIT_MS = 10_000

async function untilOver(
  order: Order,
  node: StepOf<'migrate-slots'>['source'],
  isOurs: (job: AtomicJob) => boolean,
): Promise<AtomicJob | undefined> {
  const end = performance.now() + CANCEL_LIMIT_MS
  for (;;) {
    const job = (await jobsOn(order, node)).find(isOurs)
    if (!job || isOver(job, order.method) || performance.now() > end) return job
    await sleep(POLL_MS)
  }
}

async function ownsAll({execution, step, ranges}: Order): Promise<boolean> {
  const lines = await withNode(execution.session, step.target, (client) => client.clusterNodes())
  const owned = lines.find(({myself}) => myself)?.slots ?? []
  return countSlots(intersectRanges(ranges, owned)) === countSlots(ranges)
}

/**
 * Redis: the source is still at it for a moment, and a node that has a task takes no other. It also knows for how long it
 * let writes wait. A source that has become a replica, or died, is not waited for.
 */
async function settleOnSource(
  order: Order,
  isOurs: (job: AtomicJob) => boolean,
): Promise<number | undefined> {
  if (order.method !== 'atomic-redis') return undefined
  return untilOver(order, order.step.source, isOurs).then(
    (job) => job?.writePauseMs,
    () => undefined,
  )
}

/** Slots of a move in words. */
export function describeRanges(ranges: readonly SlotRange[]): string {
  const text = formatRanges(ranges.slice(0, 4))
  return ranges.length > 4 ? `${text},… (${countSlots(ranges)} slots)` : text
}
