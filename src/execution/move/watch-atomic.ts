import {setTimeout as sleep} from 'node:timers/promises'
import {isBug} from '../../domain/bug.js'
import type {AtomicMethod} from '../../domain/move.js'
import type {NodeId} from '../../domain/node.js'
import {type AtomicJob, isOver} from '../../redis/atomic-jobs.js'
import {errorReply} from '../../redis/failure.js'
import type {Execution} from '../execution.js'
import {withNode} from './retrying.js'

/** An atomic move as it is watched: by the list of jobs of the end that has the say. */
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
  /** It is on the list no more. */
  | {readonly end: 'gone'}
  | {readonly end: 'over' | 'stopped'; readonly job: AtomicJob}
  /** It does not get on: why. */
  | {readonly end: 'stuck'; readonly job: AtomicJob; readonly reason: string}

const POLL_MS = 15
/** How often Redis may try a failed import again by itself, once a second, before it is told to leave it. */
const MOST_RETRIES = 2
/** A Valkey target tells its source once a second that it is there. */
const LEAST_STILL_MS = 3000
const LOOK_MS = 500

/**
 * Watches a job until it is over, the signal is aborted, or nothing of it has moved for --timeout. However long it takes,
 * one that gets on is left alone. Rejects when the node that is asked cannot be reached.
 */
export async function watchJob(watched: Watched): Promise<WatchEnd> {
  const {execution, method, node, isOurs} = watched
  const stillness = new Stillness(watched)
  for (;;) {
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
      return {end: 'stuck', job, reason: `it stood still for ${seconds} s in state ${job.state}`}
    }
    await sleep(POLL_MS)
  }
}

/** All jobs that an end knows of. */
export function listJobs(
  {execution, method}: Pick<Watched, 'execution' | 'method'>,
  node: NodeId,
): Promise<AtomicJob[]> {
  return withNode(execution.session, node, (client) => client.atomicJobs(method))
}

/** For how long nothing has moved. Both ends are looked at only while the list shows no change. */
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
    // While a snapshot is sent its bytes tell more than the target's word that it is there.
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
      // Who may not be told how it gets on cannot say that it does not.
      if (text === undefined || text !== this.progress[at]) this.since = performance.now()
      this.progress[at] = text ?? ''
      this.countsBytes = /\d/.test(this.progress[at])
    }
  }
}

/** The target's, and where it tells more than about all its exports (Redis) the source's. */
function progressOf({execution, method, source, target}: Watched): Promise<(string | undefined)[]> {
  const looks = [glance(execution, target, 'target')]
  if (method === 'atomic-redis') looks.unshift(glance(execution, source, 'source'))
  return Promise.all(looks)
}

/** Empty when the node does not answer: then nothing moves there. */
async function glance(
  {session}: Execution,
  id: NodeId,
  end: 'source' | 'target',
): Promise<string | undefined> {
  if (!session.isConnected(id)) return ''
  try {
    return await session.node(id).atomicProgress(end)
  } catch (error) {
    if (isBug(error) || errorReply(error) !== undefined) throw error
    return ''
  }
}
