import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeLine} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {withNode} from '../move/retrying.js'
import type {StepExecution, StepReport} from '../step-execution.js'
import {becomesPrimary, ownLineOf, requestFailover} from './promotion.js'
import {awaitResyncs} from './resyncs.js'
import {awaitTurn} from './turn.js'
import {whyNotElected} from './why-not.js'
import {measureHold} from './write-hold.js'

/** A server gives up a failover after 5 s, unless it was told otherwise (CLUSTER_MF_TIMEOUT in cluster.c). */
const USUAL_LIMIT_MS = 5000
/** Valkey 8.1 and later. */
const LIMIT_SETTING = 'cluster-manual-failover-timeout'
/** For the replies, and for servers that are slow to notice the end of a time. */
const MARGIN_MS = 1500

/**
 * Makes a replica and its primary change roles: waits until the replica can win, makes the primary hold writes until
 * the replica has them, and waits until both have their new roles and the old primary follows. No write is lost. Does
 * nothing if the replica is already the primary. Throws INCOMPLETE, with the reason, if the roles stay as they are.
 */
export async function switchOver(
  step: StepOf<'switch-over'>,
  execution: StepExecution,
): Promise<StepReport | void> {
  const {session} = execution
  const own = await ownLineOf(step.node, execution)
  if (own?.role === 'primary') return
  refuseOtherPrimary(own, step, execution)
  await awaitTurn(step, execution)
  // That may have taken a minute, in which another replica can have been elected.
  refuseOtherPrimary(await ownLineOf(step.node, execution), step, execution)
  const before = await withNode(session, step.node, (client) => client.replicationFacts())
  const limitMs = (await limitOf(step, execution)) + MARGIN_MS
  const hold = await measureHold(step.primary, execution)
  let elected = false
  try {
    await requestFailover(step.node, undefined, execution)
    // `+OK` means only that the replica has asked its primary to hold writes.
    elected = await becomesPrimary(step.node, limitMs, {session})
  } finally {
    hold.stop()
  }
  if (!elected) throw new ClusterToolError('INCOMPLETE', await whyNotElected(step, before, execution))
  const heldMs = await hold.longestMs
  return {switchOver: {heldMs, resyncs: await awaitResyncs(step, before.syncs, execution)}}
}

/** The plan may be older than the last failover. */
function refuseOtherPrimary(
  own: NodeLine | undefined,
  {node, primary}: StepOf<'switch-over'>,
  {session}: StepExecution,
): void {
  if (own?.primaryId === primary) return
  const [name, meant] = [node, primary].map((id) => formatAddress(session.node(id).address))
  throw new ClusterToolError(
    'INCOMPLETE',
    `${name} is no longer a replica of ${meant}; nothing was changed on it.`,
  )
}

async function limitOf({node}: StepOf<'switch-over'>, {session}: StepExecution): Promise<number> {
  const settings = await withNode(session, node, (client) => client.settings(LIMIT_SETTING))
  return Number(settings.get(LIMIT_SETTING) ?? USUAL_LIMIT_MS)
}
