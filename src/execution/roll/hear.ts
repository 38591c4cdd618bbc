import {type Address, formatAddress, parseAddress} from '../../domain/address.js'
import type {NodeId} from '../../domain/node.js'
import type {StepOf} from '../../domain/step.js'
import {whenServerError} from '../../redis/errors.js'
import type {NodeClient} from '../../redis/node-client.js'
import type {ReplicationFacts} from '../../redis/replication-facts.js'
import type {StepExecution} from '../step-execution.js'
import type {Heard} from './wellness.js'

/** What a server says; undefined if it does not answer, which is no error while it is restarted. */
export async function ask<T>(
  address: Address,
  {session}: Pick<StepExecution, 'session'>,
  question: (client: NodeClient) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await question(await session.connect(address))
  } catch (error) {
    return whenServerError(undefined)(error)
  }
}

/** The facts of the server that is restarted; undefined if it does not answer. */
export function factsOf(
  {address}: StepOf<'restart'>,
  way: Pick<StepExecution, 'session'>,
): Promise<ReplicationFacts | undefined> {
  return ask(parseAddress(address), way, (client) => client.replicationFacts())
}

/** What the nodes of the step say, but for `without`. */
export function hearAll(
  {node, address, nodes}: StepOf<'restart'>,
  {session}: Pick<StepExecution, 'session'>,
  without?: NodeId,
): Promise<Heard[]> {
  return Promise.all(
    nodes
      .filter((id) => id !== without)
      .map(async (id) => {
        const at = id === node ? parseAddress(address) : session.node(id).address
        return {id, name: formatAddress(at), reading: await ask(at, {session}, (client) => client.read())}
      }),
  )
}
