import {formatAddress} from '../../domain/address.js'
import {USUAL_NODE_TIMEOUT_MS} from '../../domain/election.js'
import {ClusterToolError} from '../../domain/errors.js'
import {type NodeId, type NodeLine, ownLine} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {whenServerError} from '../../redis/errors.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution} from '../step-execution.js'
import {becomesPrimary, ownLineOf, requestFailover} from './promotion.js'

/** An election takes a second or two; the server gives up CLUSTER FAILOVER FORCE after 5 s. */
const ELECTION_MS = 4000
const TAKEOVER_MS = 5000
/** After a failed election, a replica starts the next one after this many node timeouts, with or without FORCE. */
const RETRY_TIMEOUTS = 4

/**
 * Makes a replica take over from its dead primary, by the votes of the other primaries. Only if the step says so, it
 * does so without votes, because most primaries may be alive where nobody here can reach them. Does nothing if the
 * replica is already a primary. Throws INCOMPLETE if it stays a replica.
 */
export async function failover(
  {node, withoutVotes, atOnce}: StepOf<'failover'>,
  execution: StepExecution,
): Promise<void> {
  const {session} = execution
  const name = formatAddress(session.node(node).address)
  const limitMs = atOnce ? ELECTION_MS : await electionLimit()
  const start = performance.now()
  for (let told = false; ; told = true) {
    if ((await ownLineOf(node, execution))?.role === 'primary') return
    await refuseLiving(node, execution)
    await requestFailover(node, 'force', execution)
    if (await becomesPrimary(node, ELECTION_MS, execution)) return
    if (performance.now() - start >= limitMs) break
    if (!told) execution.tellNote(`${name} is waiting for the votes of the other primaries: ${WHY_SO_LONG}.`)
  }
  const waited = `${name} did not get the votes of most primaries in ${Math.round((performance.now() - start) / 1000)} s`
  if (!withoutVotes) throw new ClusterToolError('INCOMPLETE', `${waited} and is still a replica. ${HOW_ON}`)
  execution.tellNote(`${waited}, so it takes over without them.`)
  await requestFailover(node, 'takeover', execution)
  if (await becomesPrimary(node, TAKEOVER_MS, execution)) return
  throw new ClusterToolError('INCOMPLETE', `${name} is still a replica after CLUSTER FAILOVER TAKEOVER.`)

  /** How long votes may take to come. If most primaries are gone, none will come. */
  async function electionLimit(): Promise<number> {
    const {config, view} = await withNode(session, node, (client) => client.read())
    const timeoutMs = config?.nodeTimeoutMs ?? USUAL_NODE_TIMEOUT_MS
    return canElect(view) ? RETRY_TIMEOUTS * timeoutMs + ELECTION_MS : ELECTION_MS
  }
}

/**
 * The plan may be older than the return of the primary, whose last writes would be lost. A link alone does not count: it
 * stays up for a while when the primary hangs.
 */
async function refuseLiving(node: NodeId, {session}: StepExecution): Promise<void> {
  const {replication} = await withNode(session, node, (client) => client.replicationFacts())
  const view = await withNode(session, node, (client) => client.clusterNodes())
  const primary = view.find(({id}) => id === ownLine(view)?.primaryId)
  if (!replication.linkUp || !primary || primary.host === '') return
  const said = await session
    .connect({host: primary.host, port: primary.port})
    .then((client) => client.clusterNodes())
    .catch(whenServerError(undefined))
  const own = said && ownLine(said)
  if (own?.id !== primary.id || own.role !== 'primary') return
  const name = formatAddress(primary)
  throw new ClusterToolError(
    'INCOMPLETE',
    `${name} answers, and ${formatAddress(session.node(node).address)} has a link to it, so nothing was forced. ` +
      'To change their roles without losing a write: clustertool failover without --force',
  )
}

const WHY_SO_LONG = 'after a failed election, the servers wait up to four node timeouts before the next one'
const HOW_ON =
  'Find out why the other primaries do not vote for it. If most of them are gone for good, run fix again with --fix-with-unreachable-masters, or failover with --takeover: then it takes over without votes.'

/** Whether it considers most of the primaries with slots alive. */
function canElect(view: readonly NodeLine[]): boolean {
  const voters = view.filter(({role, slots}) => role === 'primary' && slots.length > 0)
  const alive = voters.filter(({flags}) => !flags.includes('fail') && !flags.includes('fail?'))
  return alive.length > voters.length / 2
}
