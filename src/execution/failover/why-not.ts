import {formatAddress} from '../../domain/address.js'
import {ownLine} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import {whenServerError} from '../../redis/errors.js'
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
  const said = await session
    .connect(session.node(primary).address)
    .then((client) => client.clusterNodes())
    .catch(whenServerError(undefined))
  const isPrimary = said && ownLine(said)?.role === 'primary'
  const end = isPrimary ? `${old} is still the primary.` : `${old} does not answer as a primary any more.`
  return `${name} accepted CLUSTER FAILOVER and did not become the primary: ${reason(before, now, `${old}`)}. ${end}`
}

function reason({elections: before}: ReplicationFacts, now: ReplicationFacts, old: string): string {
  const {elections, replication} = now
  if (!replication.linkUp) return `it lost its link to ${old}`
  if (elections.asked === before.asked) {
    return `it did not receive all data of ${old} in time, so it asked for no votes`
  }
  return `it got ${elections.votes - before.votes} votes, which are too few; before the next try, wait for four node timeouts, in which servers ignore it`
}
