import {formatAddress} from '../domain/address.js'
import type {StepOf} from '../domain/step.js'
import {ReplyRefused} from '../redis/errors.js'
import type {Execution} from './execution.js'
import {until} from './wait.js'

/**
 * Makes a node a replica. A node learns about its primary by gossip and answers `Unknown node` until then, so the
 * command is repeated for as long as nodes may take to find each other.
 */
export async function replicate({node, primary}: StepOf<'replicate'>, execution: Execution): Promise<void> {
  const client = execution.session.node(node)
  await until(
    async () => {
      try {
        await client.replicate(primary)
        return true
      } catch (error) {
        if (error instanceof ReplyRefused && /unknown node/i.test(error.message)) return undefined
        throw error
      }
    },
    () => `${formatAddress(client.address)} does not know its primary ${primary} yet.`,
    {limitMs: execution.joinLimitMs, signal: execution.signal},
  )
}
