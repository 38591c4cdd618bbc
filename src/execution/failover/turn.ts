import {formatAddress} from '../../domain/address.js'
import {electionWaitMs, USUAL_NODE_TIMEOUT_MS} from '../../domain/election.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution} from '../step-execution.js'
import {until} from '../wait.js'

type SwitchOverStep = StepOf<'switch-over'>

/**
 * Waits until a failover would succeed at once: the replica may be elected again, its link is up, and it has received
 * what the primary had sent by then. Otherwise the primary would hold writes in vain. Throws INCOMPLETE.
 */
export async function awaitTurn(step: SwitchOverStep, execution: StepExecution): Promise<void> {
  await awaitElection(step, execution)
  await awaitVoters(step, execution)
  await awaitData(step, execution)
}

async function awaitElection({node, primary}: SwitchOverStep, execution: StepExecution): Promise<void> {
  const {config, view} = await withNode(execution.session, node, (client) => client.read())
  const replicas = view.filter(
    ({id, primaryId}) => primaryId === primary && execution.session.isConnected(id),
  )
  const own = await factsOf(node, execution)
  const all = await Promise.all(replicas.map(({id}) => factsOf(id, execution)))
  const waitMs = electionWaitMs({
    ...own,
    nodeTimeoutMs: config?.nodeTimeoutMs ?? USUAL_NODE_TIMEOUT_MS,
    hasAsked: all.some(({elections}) => elections.asked > 0),
  })
  if (waitMs === 0) return
  const end = performance.now() + waitMs
  const name = nameOf(node, execution)
  execution.tellNote(
    `A replica of ${nameOf(primary, execution)} was in an election lately, so ${name} can be elected only in ${Math.ceil(waitMs / 1000)} s: waiting.`,
  )
  await until(
    async () => performance.now() >= end || undefined,
    () => `${name} cannot be elected yet.`,
    {limitMs: 2 * waitMs, signal: execution.signal, everyMs: 200},
  )
}

/**
 * Votes come on the voters' own connections, which they make again some time after a restart. Voters that are down are
 * not waited for: the plan has made sure that enough are up.
 */
async function awaitVoters({node}: SwitchOverStep, execution: StepExecution): Promise<void> {
  const {session, joinLimitMs, signal} = execution
  const view = await withNode(session, node, (client) => client.clusterNodes())
  const voters = view.filter(
    ({role, slots, flags, id}) =>
      role === 'primary' && slots.length > 0 && !flags.includes('fail') && session.isConnected(id),
  )
  let deaf: NodeId | undefined
  await until(
    async () => {
      const views = await Promise.all(
        voters.map(
          async ({id}) => [id, await withNode(session, id, (client) => client.clusterNodes())] as const,
        ),
      )
      deaf = views.find(([, lines]) => lines.find(({id}) => id === node)?.connected !== true)?.[0]
      return deaf === undefined || undefined
    },
    () =>
      `${nameOf(deaf ?? node, execution)} has no bus connection to ${nameOf(node, execution)}, so it could not vote for it.`,
    {limitMs: joinLimitMs, signal},
  )
}

/** The offset of the primary first: a replica that reaches it has all that clients had been told by then. */
async function awaitData({node, primary}: SwitchOverStep, execution: StepExecution): Promise<void> {
  const wanted = (await factsOf(primary, execution)).replication.offset ?? 0
  const name = nameOf(node, execution)
  let missing = ''
  await until(
    async () => {
      missing = lackOf(await factsOf(node, execution), wanted)
      return missing === '' || undefined
    },
    () => `${name} ${missing}; its primary still serves its slots.`,
    {limitMs: execution.joinLimitMs, signal: execution.signal},
  )
}

function lackOf({loading, replication}: ReplicationFacts, wanted: number): string {
  if (loading) return 'is loading its data'
  if (replication.syncing) return 'is copying the data of its primary'
  if (!replication.linkUp) return 'has no link to its primary'
  const behind = wanted - (replication.offset ?? 0)
  return behind > 0 ? `is ${behind} bytes behind its primary` : ''
}

function factsOf(id: NodeId, {session}: StepExecution): Promise<ReplicationFacts> {
  return withNode(session, id, (client) => client.replicationFacts())
}

function nameOf(id: NodeId, {session}: StepExecution): string {
  return formatAddress(session.node(id).address)
}
