import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import {type AtomicJob, isOver} from '../../redis/atomic-jobs.js'
import type {NodeClient} from '../../redis/node-client.js'
import type {Session} from '../../redis/session.js'
import {withNode} from './retrying.js'
import {listJobs, type Watched} from './watch-atomic.js'

const POLL_MS = 50
const CANCEL_LIMIT_MS = 10_000

type CancelContext = Pick<Watched, 'execution' | 'method'> & {
  /** Ends that did not answer, and are not asked again. */
  readonly lost: Set<NodeId>
}

/** What one end knows about a job; `lost`: it does not answer. */
type JobState = AtomicJob | 'none' | 'lost'

/**
 * Cancels one job and no other, and waits until both ends have ended it and the target has deleted what it received.
 * A job that has already ended is only waited for. Returns why part of it is left, if that has not changed for 10 s;
 * undefined if nothing is left. Rejects if the node that cancels it cannot be reached.
 */
export async function endJob(
  {execution, method}: Pick<Watched, 'execution' | 'method'>,
  job: AtomicJob,
): Promise<string | undefined> {
  const ends = {execution, method, lost: new Set<NodeId>()}
  let since = performance.now()
  let last: string | undefined
  for (;;) {
    const left = method === 'atomic-redis' ? await endOnRedis(ends, job) : await endOnValkey(ends, job)
    if (left === undefined) return undefined
    if (left !== last) since = performance.now()
    last = left
    if (performance.now() - since > CANCEL_LIMIT_MS) return left
    await sleep(POLL_MS)
  }
}

/**
 * The target is cancelled first, because it would ask the source again. The source keeps a failed job until that is
 * cancelled too.
 */
async function endOnRedis(ends: CancelContext, job: AtomicJob): Promise<string | undefined> {
  const {execution, method} = ends
  const {session} = execution
  const [source, target] = [job.source as NodeId, job.target as NodeId]
  const there = await seenOn(ends, target, job)
  if (isRunning(there, ends)) await cancelOn(session, target, {method, job, targets: []})
  const here = await seenOn(ends, source, job)
  if (isRunning(here, ends) && mayCancelSource(here, there, ends)) {
    await cancelOn(session, source, {method, job, targets: []})
  }
  if (isRunning(await seenOn(ends, target, job), ends)) return stillText(session, target)
  if (isRunning(await seenOn(ends, source, job), ends)) return stillText(session, source)
  if (typeof there !== 'string' && there.state === 'completed') return undefined
  const trimmed = await onEnd(ends, target, (client) => client.trimmed())
  return trimmed === undefined
    ? undefined
    : `${nameOf(session, target)} is still deleting the keys that it received (${trimmed} so far)`
}

/** A source whose target already has the slots is about to hear of it, and must not be disturbed. */
function mayCancelSource(here: JobState, there: JobState, {method}: CancelContext): boolean {
  if (typeof here !== 'string' && here.state === 'failed') return true
  if (typeof there === 'string') return there === 'lost'
  return isOver(there, method) && there.state !== 'completed'
}

async function endOnValkey(ends: CancelContext, job: AtomicJob): Promise<string | undefined> {
  const {execution, method} = ends
  const {session} = execution
  const [source, target] = [job.source as NodeId, job.target as NodeId]
  let obstacle: string | undefined
  if (isRunning(await seenOn(ends, source, job), ends)) {
    const targets = await placesOf(ends, source, target)
    obstacle = await cancelOn(session, source, {method, job, targets})
  }
  if (isRunning(await seenOn(ends, source, job), ends)) {
    return `${stillText(session, source)}${obstacle === undefined ? '' : `: ${obstacle}`}`
  }
  return isRunning(await seenOn(ends, target, job), ends) ? stillText(session, target) : undefined
}

/** Where the source connects to, in its own view. */
async function placesOf(ends: CancelContext, source: NodeId, target: NodeId): Promise<string[]> {
  const lines = await onEnd(ends, source, (client) => client.clusterNodes())
  const line = lines?.find(({id}) => id === target)
  return line ? [formatAddress(line)] : []
}

async function seenOn(ends: CancelContext, node: NodeId, {id}: AtomicJob): Promise<JobState> {
  const jobs = await onEnd(ends, node, () => listJobs(ends, node))
  return jobs === undefined ? 'lost' : (jobs.find((job) => job.id === id) ?? 'none')
}

function isRunning(seen: JobState, {method}: CancelContext): boolean {
  return typeof seen !== 'string' && !isOver(seen, method)
}

function cancelOn(
  session: Session,
  node: NodeId,
  cancel: Parameters<NodeClient['cancelAtomicMove']>[0],
): Promise<string | undefined> {
  return withNode(session, node, (client) => client.cancelAtomicMove(cancel))
}

/** Undefined if the node does not answer: then its state is unknown. */
async function onEnd<T>(
  {execution, lost}: CancelContext,
  node: NodeId,
  use: (client: NodeClient) => Promise<T>,
): Promise<T | undefined> {
  if (lost.has(node)) return undefined
  try {
    return await withNode(execution.session, node, use)
  } catch (error) {
    if (!(error instanceof ClusterToolError && error.code === 'UNREACHABLE')) throw error
    lost.add(node)
    return undefined
  }
}

function stillText(session: Session, node: NodeId): string {
  return `it is still running on ${nameOf(session, node)} after it was cancelled`
}

function nameOf(session: Session, node: NodeId): string {
  return formatAddress(session.node(node).address)
}
