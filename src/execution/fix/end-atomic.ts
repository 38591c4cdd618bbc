import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {StepOf} from '../../domain/plan.js'
import {isOver} from '../../redis/atomic-jobs.js'
import type {StepExecution} from '../execution.js'
import {withNode} from '../move/retrying.js'
import {until} from '../wait.js'

/** So long a job may show no progress before it is cancelled; one that failed and is tried again, this often. */
const STILL_MS = 5000
const MOST_RETRIES = 2
const CANCEL_LIMIT_MS = 10_000

/** Waits until a node has no atomic move under way any more: these end well by themselves, or are cancelled. */
export async function endAtomic(
  {node, method}: StepOf<'end-atomic'>,
  execution: StepExecution,
): Promise<void> {
  const {session, signal} = execution
  let pulse = ''
  let since = performance.now()
  const running = async () => {
    const jobs = await withNode(session, node, (client) => client.atomicJobs(method))
    return jobs.filter((job) => !isOver(job, method))
  }
  const watched = await until(
    async () => {
      const jobs = await running()
      if (jobs.length === 0) return 'over' as const
      const now = jobs.map((job) => job.pulse).join()
      if (now !== pulse) since = performance.now()
      pulse = now
      const hopeless = jobs.some(({state, retries}) => state === 'failed' && retries >= MOST_RETRIES)
      return hopeless || performance.now() - since > STILL_MS ? ('stuck' as const) : undefined
    },
    () => `${name()} has an atomic move under way.`,
    {limitMs: execution.moving.timeoutMs, signal},
  )
  if (watched === 'over') return
  for (const {id, slots} of await running()) {
    execution.tellNote(`The move of slots ${slots} by ${name()} does not get on, so it is cancelled.`)
    await withNode(session, node, (client) => client.cancelAtomicMove(method, id)).catch(ignoreRefusal)
  }
  // Where only the other end can cancel it, that end has a step of its own.
  await until(
    async () => (await running()).length === 0 || undefined,
    () => `${name()} still has an atomic move under way after it was cancelled.`,
    {limitMs: CANCEL_LIMIT_MS, signal},
  )

  function name(): string {
    return formatAddress(session.node(node).address)
  }
}

function ignoreRefusal(error: unknown): void {
  if (error instanceof ClusterToolError) throw error
}
