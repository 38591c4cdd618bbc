import {ReplyRefused} from '../redis/errors.js'
import {formatAddress} from '../domain/address.js'
import type {StepOf} from '../domain/step.js'
import type {StepExecution} from './step-execution.js'
import {withNode} from './move/retrying.js'
import {until} from './wait.js'

/** By then, news that was on its way has arrived. */
const QUIET_PROBES = 3

/**
 * Makes a node forget its cluster. A primary refuses as long as it has keys, and one that has just given its slots
 * away by an atomic move deletes them in the background.
 */
export async function reset({node}: StepOf<'reset'>, execution: StepExecution): Promise<void> {
  const {session, joinLimitMs, signal} = execution
  let quiet = 0
  await until(
    async () => {
      try {
        // A handshake that another node started before makes them know each other again.
        const lines = quiet > 0 ? await withNode(session, node, (client) => client.clusterNodes()) : []
        if (quiet === 0 || lines.length > 1) await withNode(session, node, (client) => client.reset())
        quiet = lines.length > 1 ? 1 : quiet + 1
        return quiet > QUIET_PROBES || undefined
      } catch (error) {
        if (error instanceof ReplyRefused && /containing keys|trim/i.test(error.message)) return undefined
        throw error
      }
    },
    () => `${formatAddress(session.node(node).address)} still holds keys. A node with keys cannot be reset.`,
    {limitMs: joinLimitMs, signal},
  )
}
