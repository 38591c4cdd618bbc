import {formatAddress} from '../../domain/address.js'
import type {StepOf} from '../../domain/step.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution} from '../step-execution.js'

/** Why a replica that was asked to take over is still a replica, as far as its counts of messages tell. */
export async function whyNotElected(
  {node, primary}: StepOf<'switch-over'>,
  before: ReplicationFacts,
  {session}: StepExecution,
): Promise<string> {
  const [name, old] = [node, primary].map((id) => formatAddress(session.node(id).address))
  const now = await withNode(session, node, (client) => client.replicationFacts())
  const start = `${name} accepted CLUSTER FAILOVER and did not become the primary:`
  const end = `${old} is still the primary, and serves writes again.`
  return `${start} ${reason(before, now, `${old}`)}. ${end}`
}

function reason({elections: before}: ReplicationFacts, now: ReplicationFacts, old: string): string {
  const {elections, replication} = now
  if (!replication.linkUp) return `it lost its link to ${old}`
  if (elections.asked === before.asked)
    return `it did not receive all data of ${old} in time, so it asked for no votes`
  return `it got ${elections.votes - before.votes} votes, which are too few`
}
