import {setTimeout as sleep} from 'node:timers/promises'
import type {AtomicMethod} from '../../domain/move.js'
import type {NodeId} from '../../domain/node.js'
import {type AtomicJob, isOver} from '../../redis/atomic-jobs.js'
import {ConnectionLost} from '../../redis/errors.js'
import type {Execution} from '../execution.js'
import {withNode} from './retrying.js'

/** An atomic move, observed in the job list of the end that controls it. */
export type Watched = {
  readonly execution: Execution
  readonly method: AtomicMethod
  readonly source: NodeId
  readonly target: NodeId
  /** The end whose list is read. */
  readonly node: NodeId
  readonly isOurs: (job: AtomicJob) => boolean
}

export type WatchEnd =
  /** It is no longer in the list. */
  | {readonly end: 'gone'}
  | {readonly end: 'over' | 'stopped'; readonly job: AtomicJob}
  /** It makes no progress, and why. */
  | {readonly end: 'stuck'; readonly job: AtomicJob; readonly reason: string}

/** Jobs without keys end within milliseconds, so the first looks follow each other quickly. */
export const FIRST_POLL_MS = 1
export const POLL_MS = 15
/** How often Redis may repeat a failed import by itself, once a second, before it is cancelled. */
const MOST_RETRIES = 2
/** A Valkey target sends its source a sign of life once a second. */
const LEAST_STILL_MS = 3000
const LOOK_MS = 500

/**
 * Observes a job until it is over, the signal is aborted, or it has made no progress for --timeout. A job that makes
 * progress is left alone, however long it takes. Rejects if the node that is asked cannot be reached.
 */
export async function watchJob(watched: Watched): Promise<WatchEnd> {
  const {execution, method, node, isOurs} = watched
  const stillness = new Stillness(watched)
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(POLL_MS, 2 * pollMs)) {
    const job = (await listJobs(watched, node)).find(isOurs)
    if (!job) return {end: 'gone'}
    if (isOver(job, method)) return {end: 'over', job}
    if (execution.signal.aborted) return {end: 'stopped', job}
    if (job.state === 'failed' && job.retries >= MOST_RETRIES) {
      return {end: 'stuck', job, reason: job.message}
    }
    const stillMs = await stillness.look(job)
    if (stillMs > stillness.limitMs) {
      const seconds = Math.round(stillness.limitMs / 1000)
      return {end: 'stuck', job, reason: `it made no progress for ${seconds} s in state ${job.state}`}
    }
    await sleep(pollMs)
  }
}

/** All jobs that an end knows. */
export function listJobs(
  {execution, method}: Pick<Watched, 'execution' | 'method'>,
  node: NodeId,
): Promise<AtomicJob[]> {
  return withNode(execution.session, node, (client) => client.atomicJobs(method))
}

/** For how long there was no progress. Both ends are asked only while the list shows no change. */
class Stillness {
  readonly limitMs: number
  private readonly watched: Watched
  private pulse = ''
  private readonly progress: string[] = []
  private countsBytes = false
  private since = performance.now()
  private lookAt = performance.now() + LOOK_MS

  constructor(watched: Watched) {
    this.watched = watched
    const {timeoutMs} = watched.execution.moving
    this.limitMs = watched.method === 'atomic-valkey' ? Math.max(timeoutMs, LEAST_STILL_MS) : timeoutMs
  }

  async look(job: AtomicJob): Promise<number> {
    // While a snapshot is sent, its bytes say more than the target's sign of life.
    const pulse = job.state === 'snapshotting' && this.countsBytes ? job.pulse : `${job.pulse} ${job.lastAck}`
    if (pulse !== this.pulse) this.since = performance.now()
    this.pulse = pulse
    if (performance.now() > this.lookAt) await this.lookCloser()
    return performance.now() - this.since
  }

  private async lookCloser(): Promise<void> {
    this.lookAt = performance.now() + Math.min(LOOK_MS, this.limitMs / 4)
    for (const [at, text] of (await progressOf(this.watched)).entries()) {
      if (text === '') continue
      // If the progress cannot be read, nobody can say that there is none.
      if (text === undefined || text !== this.progress[at]) this.since = performance.now()
      this.progress[at] = text ?? ''
      this.countsBytes = /\d/.test(this.progress[at])
    }
  }
}

/** The progress of the target, and if it says more than the total of all its exports (Redis), of the source. */
function progressOf({execution, method, source, target}: Watched): Promise<(string | undefined)[]> {
  const looks = [glance(execution, target, 'target')]
  if (method === 'atomic-redis') looks.unshift(glance(execution, source, 'source'))
  return Promise.all(looks)
}

/** Empty if the node does not answer, which counts as no progress. */
async function glance(
  {session}: Execution,
  id: NodeId,
  end: 'source' | 'target',
): Promise<string | undefined> {
  if (!session.isConnected(id)) return ''
  try {
    return await session.node(id).atomicProgress(end)
  } catch (error) {
    if (error instanceof ConnectionLost) return ''
    throw error
  }
}
