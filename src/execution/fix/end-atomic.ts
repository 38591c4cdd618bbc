import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {type AtomicJob, isOver} from '../../redis/atomic-jobs.js'
import type {StepExecution} from '../step-execution.js'
import {endJob} from '../move/cancel-atomic.js'
import {listJobs, watchJob, type WatchEnd} from '../move/watch-atomic.js'

/**
 * Waits until a node has no atomic move in progress. Such moves usually end well, however long they take. A move that
 * makes no progress, or that only this end still knows, is cancelled.
 */
export async function endAtomic(
  {node, method}: StepOf<'end-atomic'>,
  execution: StepExecution,
): Promise<void> {
  const {session} = execution
  const name = formatAddress(session.node(node).address)
  for (;;) {
    const job = (await listJobs({execution, method}, node)).find((one) => !isOver(one, method))
    if (!job) return
    const watched = await watchFrom({node, method}, job, execution)
    if (watched.end === 'stopped') {
      throw new ClusterToolError('CANCELLED', `Interrupted while an atomic move was running on ${name}.`)
    }
    if (watched.end === 'stuck') {
      execution.tellNote(`The move of slots ${job.slots} by ${name} makes no progress, so it is cancelled.`)
    }
    const left = await endJob({execution, method}, job)
    if (left !== undefined)
      throw new ClusterToolError('INCOMPLETE', `The move of slots ${job.slots}: ${left}.`)
  }
}

/**
 * According to the end that controls the job, if that one answers, because the other end knows less about the
 * progress.
 */
function watchFrom(
  {node, method}: Pick<StepOf<'end-atomic'>, 'node' | 'method'>,
  job: AtomicJob,
  execution: StepExecution,
): Promise<WatchEnd> {
  const [source, target] = [job.source as NodeId, job.target as NodeId]
  const driver = method === 'atomic-redis' ? target : source
  const seen = execution.session.isConnected(driver) ? driver : node
  return watchJob({execution, method, source, target, node: seen, isOurs: ({id}) => id === job.id})
}
