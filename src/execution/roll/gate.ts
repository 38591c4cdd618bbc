import {type NodeId, ownLine} from '../../domain/node.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {StepOf} from '../../domain/step.js'
import type {StepExecution} from '../step-execution.js'
import {until} from '../wait.js'
import {ask, factsOf, hearAll} from './hear.js'
import {type Heard, whatIsAmiss} from './wellness.js'
import {parseAddress} from '../../domain/address.js'

/**
 * Waits until a server can be stopped: all others are well, the other copies of its shard are good, and it is not in
 * the middle of a snapshot. Throws INCOMPLETE if it is a primary with slots, or if that does not come.
 */
export async function awaitGate(step: StepOf<'restart'>, execution: StepExecution): Promise<void> {
  await refuseOwner(step, execution)
  let amiss: string | undefined
  await until(
    async () => {
      const [others, facts] = await Promise.all([
        hearAll(step, execution, step.node),
        factsOf(step, execution),
      ])
      amiss = whatIsAmiss(others, copiesBeside(step.node, others))
      amiss ??= facts?.saving ? `${step.address} is writing a snapshot or its AOF` : undefined
      return amiss === undefined || undefined
    },
    () => `${amiss}; ${step.address} was not restarted.`,
    {limitMs: execution.joinLimitMs, signal: execution.signal, everyMs: 100},
  )
  // It may have been elected in the meantime.
  await refuseOwner(step, execution)
}

/** Restarting it would leave its slots without an owner. */
async function refuseOwner({address}: StepOf<'restart'>, execution: StepExecution): Promise<void> {
  const view = await ask(parseAddress(address), execution, (client) => client.clusterNodes())
  if (!view)
    throw new ClusterToolError('INCOMPLETE', `${address} does not say what it owns, so it was not restarted.`)
  const own = ownLine(view)
  if (own?.role !== 'primary' || own.slots.length === 0) return
  throw new ClusterToolError('INCOMPLETE', `${address} is a primary with slots, so it was not restarted.`)
}

/** The replicas that follow the same primary. */
function copiesBeside(node: NodeId, others: readonly Heard[]): ReadonlySet<NodeId> {
  const lines = others.flatMap(({reading}) => reading?.view ?? [])
  const primary = lines.find(({id}) => id === node)?.primaryId
  return new Set(lines.filter(({primaryId}) => primaryId === primary).map(({id}) => id))
}
