import {formatAddress} from '../domain/address.js'
import type {StepOf} from '../domain/plan.js'
import type {StepExecution} from './execution.js'
import {withNode} from './move/retrying.js'
import {until} from './wait.js'

/**
 * Makes a node forget its cluster. A primary refuses as long as it has keys, and one that has just given its slots away
 * by an atomic move deletes them in the background.
 */
export async function reset({node}: StepOf<'reset'>, execution: StepExecution): Promise<void> {
  const {session, joinLimitMs, signal} = execution
  await until(
    async () => {
      try {
        await withNode(session, node, (client) => client.reset())
        return true
      } catch (error) {
        if (/containing keys|trim/i.test(String(error))) return undefined
        throw error
      }
    },
    () =>
      `${formatAddress(session.node(node).address)} still holds keys, and a node with keys cannot be reset.`,
    {limitMs: joinLimitMs, signal},
  )
}
