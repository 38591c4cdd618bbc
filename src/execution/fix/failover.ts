import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {StepOf} from '../../domain/plan.js'
import type {StepExecution} from '../execution.js'
import {withNode} from '../move/retrying.js'
import {until} from '../wait.js'

/** An election takes a second or two; where most primaries are gone there is none. */
const ELECTION_MS = 4000
const TAKEOVER_MS = 5000

/**
 * Makes a replica take the place of its dead primary: by the votes of the other primaries, and without them when they do
 * not come, which is what TAKEOVER is for. A replica that has become a primary meanwhile needs nothing.
 */
export async function failover({node}: StepOf<'failover'>, execution: StepExecution): Promise<void> {
  const {session, signal} = execution
  const name = formatAddress(session.node(node).address)
  if (await isPrimary()) return
  await withNode(session, node, (client) => client.failover('force')).catch(unlessPrimary)
  if (await becomesPrimary(ELECTION_MS)) return
  execution.tellNote(
    `${name} got no votes of most primaries in ${ELECTION_MS / 1000} s, so it takes over without them.`,
  )
  await withNode(session, node, (client) => client.failover('takeover')).catch(unlessPrimary)
  if (await becomesPrimary(TAKEOVER_MS)) return
  throw new ClusterToolError('INCOMPLETE', `${name} is still a replica after CLUSTER FAILOVER TAKEOVER.`)

  async function isPrimary(): Promise<true | undefined> {
    const lines = await withNode(session, node, (client) => client.clusterNodes())
    return lines.find(({myself}) => myself)?.role === 'primary' || undefined
  }

  async function becomesPrimary(limitMs: number): Promise<boolean> {
    const wait = {limitMs, signal}
    return until(isPrimary, () => `${name} is still a replica.`, wait).catch((error: unknown) => {
      if (error instanceof ClusterToolError && error.code === 'INCOMPLETE') return false
      throw error
    })
  }

  async function unlessPrimary(error: unknown): Promise<void> {
    if (!(await isPrimary())) throw error
  }
}
