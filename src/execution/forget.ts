import {formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeId} from '../domain/node.js'
import type {StepOf} from '../domain/plan.js'
import type {StepExecution} from './execution.js'
import {withNode} from './move/retrying.js'
import {handshakesIn} from './views.js'
import {until} from './wait.js'

/** News of the node that was on its way when it was forgotten has arrived by then. */
const QUIET_PROBES = 8

/**
 * Makes nodes forget a node, all side by side: whoever forgot it is not told of it again for 60 s, and within that time
 * everybody else must have forgotten it too. Then watches that it stays forgotten, and repeats where it does not.
 */
export async function forget({node, by}: StepOf<'forget'>, execution: StepExecution): Promise<void> {
  const {session, signal, joinLimitMs} = execution
  const addresses = await addressesOf()
  let quiet = 0
  let knowing: NodeId[] = []
  await Promise.all(by.map((id) => tell(id)))
  await until(
    async () => {
      const known = await Promise.all(by.map((id) => whatIsKnown(id)))
      knowing = by.filter((_, at) => known[at] !== 'nothing')
      // A handshake that was begun before ends by making the node known, ban or no ban; so its end is waited for.
      await Promise.all(by.filter((_, at) => known[at] === 'node').map((id) => tell(id)))
      quiet = knowing.length === 0 ? quiet + 1 : 0
      return quiet >= QUIET_PROBES || undefined
    },
    () => `${knowing.map(nameOf).join(', ')} cannot be made to forget node ${node}.`,
    {limitMs: joinLimitMs, signal},
  )

  async function tell(id: NodeId): Promise<void> {
    try {
      await withNode(session, id, (client) => client.forget(node))
    } catch (error) {
      if (!/unknown node/i.test(String(error))) throw refusal(nameOf(id), node, error)
    }
  }

  async function whatIsKnown(id: NodeId): Promise<'node' | 'handshake' | 'nothing'> {
    const lines = await withNode(session, id, (client) => client.clusterNodes())
    if (lines.some((line) => line.id === node)) return 'node'
    return handshakesIn(new Map([[id, lines]]), addresses).length > 0 ? 'handshake' : 'nothing'
  }

  /** Where others take it to be. */
  async function addressesOf(): Promise<Set<string>> {
    const views = await Promise.all(by.map((id) => withNode(session, id, (client) => client.clusterNodes())))
    const lines = views.flat().filter(({id, host}) => id === node && host !== '')
    return new Set(lines.map(({host, port}) => `${host}:${port}`))
  }

  function nameOf(id: NodeId): string {
    return formatAddress(session.node(id).address)
  }
}

function refusal(name: string, node: NodeId, cause: unknown): ClusterToolError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ClusterToolError('INCOMPLETE', `${name} does not forget node ${node}: ${reason}`, {cause})
}
