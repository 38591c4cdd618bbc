import {isServerError, unlessRefused, whenServerError} from '../redis/errors.js'
import {fewAtOnce} from '../redis/few-at-once.js'
import {formatAddress} from '../domain/address.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Session} from '../redis/session.js'
import type {StepOf} from '../domain/step.js'
import {formatRanges, slotsOf, toRanges} from '../domain/slot.js'
import type {StepExecution} from './step-execution.js'
import {withNode} from './move/retrying.js'
import {handshakesIn} from './views.js'
import {until} from './wait.js'

/** By then, news about the node that was on its way when it was forgotten has arrived. */
const QUIET_PROBES = 8

/**
 * Makes nodes forget a node, all of them in parallel: a node that forgot it ignores news of it for 60 s, and within
 * that time all others must forget it too. Then makes sure that it stays forgotten, and repeats the command where it
 * does not.
 */
export async function forget({node, by}: StepOf<'forget'>, execution: StepExecution): Promise<void> {
  const {session, signal, joinLimitMs} = execution
  const views = await fewAtOnce(by, (id) => withNode(session, id, (client) => client.clusterNodes()))
  await refuseNeeded(node, views, execution)
  const addresses = addressesIn(views, node)
  /** How many nodes each of them knew when its view was read last. */
  const counts = new Map<NodeId, number | undefined>()
  let quiet = 0
  let knowing: NodeId[] = []
  await Promise.all(by.map((id) => tellToForget(node, id, session)))
  await until(
    async () => {
      const known = await fewAtOnce(by, (id) => whatIsKnown(id))
      knowing = by.filter((_, at) => known[at] !== 'nothing')
      // A handshake that has already started makes the node known again, in spite of the ban, so its end is waited
      // for.
      const told = by.filter((_, at) => known[at] === 'node')
      await Promise.all(told.map((id) => tellToForget(node, id, session)))
      quiet = knowing.length === 0 ? quiet + 1 : 0
      return quiet >= QUIET_PROBES || undefined
    },
    () => `${knowing.map((id) => nameOf(id, session)).join(', ')} did not forget node ${node}.`,
    {limitMs: joinLimitMs, signal},
  )

  /**
   * The first and the last of the quiet probes read all views; in between, their numbers of lines are enough, which do not
   * grow with the cluster.
   */
  async function whatIsKnown(id: NodeId): Promise<'node' | 'handshake' | 'nothing'> {
    const count = await withNode(session, id, (client) => client.clusterInfo().catch(unlessRefused))
    const isSame = count !== undefined && count.knownNodes === counts.get(id)
    if (isSame && quiet > 0 && quiet < QUIET_PROBES - 1) return 'nothing'
    counts.set(id, count?.knownNodes)
    const lines = await withNode(session, id, (client) => client.clusterNodes())
    if (lines.some((line) => line.id === node)) return 'node'
    return handshakesIn(new Map([[id, lines]]), addresses).length > 0 ? 'handshake' : 'nothing'
  }
}

async function tellToForget(node: NodeId, id: NodeId, session: Session): Promise<void> {
  try {
    await withNode(session, id, (client) => client.forget(node))
  } catch (error) {
    if (!isServerError(error) && !(error instanceof ClusterToolError)) throw error
    if (!/unknown node/i.test(error.message)) throw refusal(nameOf(id, session), node, error)
  }
}

function nameOf(id: NodeId, session: Session): string {
  return formatAddress(session.node(id).address)
}

/** The addresses at which others expect it. */
function addressesIn(views: readonly (readonly NodeLine[])[], node: NodeId): Set<string> {
  const lines = views.flat().filter(({id, host}) => id === node && host !== '')
  return new Set(lines.map(({host, port}) => `${host}:${port}`))
}

/**
 * A primary that gave away its last slot follows the node that got it, and takes over from it if it fails. Nodes that
 * forgot it would then know no owner of its slots. Throws INCOMPLETE if any node says that it owns slots, or if a
 * node follows it.
 */
async function refuseNeeded(
  node: NodeId,
  views: readonly (readonly NodeLine[])[],
  {session}: StepExecution,
): Promise<void> {
  // A node that is down says nothing about itself.
  const own = session.isConnected(node)
    ? await session.node(node).clusterNodes().catch(whenServerError([]))
    : []
  const said = [...views, own].flatMap((lines) => lines.filter(({id}) => id === node))
  const slots = toRanges(new Set(said.flatMap((line) => [...slotsOf(line.slots)])))
  const replica = views.flat().find(({myself, primaryId}) => myself && primaryId === node)
  if (slots.length === 0 && !replica) return
  const why = slots.length > 0 ? `owns slots ${formatRanges(slots)}` : `is the primary of ${replica?.id}`
  throw new ClusterToolError('INCOMPLETE', `node ${node} now ${why}, so no node was told to forget it`)
}

function refusal(name: string, node: NodeId, cause: unknown): ClusterToolError {
  const reason = messageOf(cause)
  return new ClusterToolError('INCOMPLETE', `${name} did not forget node ${node}: ${reason}`, {cause})
}
