import type {Address} from '../domain/address.js'
import {answersStatus, type Configured, configuredStatus, type ConfigureOutcome} from '../domain/answer.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node, NodeId} from '../domain/node.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {isServerError, ReplyRefused, whenServerError} from '../redis/errors.js'
import {silenceReason} from '../redis/failure.js'
import type {NodeClient} from '../redis/node-client.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {askEach} from './ask-each.js'

export type ConfigureOptions = {
  readonly name: string
  readonly value: string
  /** Also write it to the configuration files. */
  readonly rewrite: boolean
  /** Change nothing unless every node that answers has the setting. */
  readonly lookFirst: boolean
}

/**
 * Changes one setting on all nodes in parallel; nodes that cannot be reached do not prevent it on the others. Throws
 * REFUSED if `lookFirst` is given and some node does not have the setting, and as `check` does if the seed cannot be
 * used.
 */
export async function configure(
  seed: Address,
  {name, value, rewrite, lookFirst}: ConfigureOptions,
  connection: ConnectionOptions,
): Promise<ConfigureOutcome> {
  await using session = openSession(connection)
  const {nodes} = await takeSnapshot(session, seed)
  const before = lookFirst ? await lookUp(session, nodes, name) : new Map<NodeId, string>()
  const answers = await askEach(session, nodes, async (client, {id}): Promise<Configured> => {
    await client.setSetting(name, value)
    const notSavedBecause = rewrite ? await whyNotSaved(client) : undefined
    // The setting has been changed, whatever fails after this.
    const after = lookFirst ? await valueOf(client, name).catch(whenServerError(undefined)) : undefined
    return {before: before.get(id), after, saved: rewrite && notSavedBecause === undefined, notSavedBecause}
  })
  return {status: answersStatus(answers.map(configuredStatus)), name, value, rewrite, answers}
}

async function lookUp(session: Session, nodes: readonly Node[], name: string): Promise<Map<NodeId, string>> {
  const answers = await askEach(session, nodes, (client) => valueOf(client, name))
  const values = new Map<NodeId, string>()
  const refusals = new Map<string, string[]>()
  for (const answer of answers) {
    const {address, id} = answer.node
    if (answer.status === 'ok' && answer.value !== undefined) values.set(id, answer.value)
    else if (answer.status !== 'unreachable') {
      const reason = answer.status === 'ok' ? 'no such setting' : `it answered: ${answer.error}`
      refusals.set(reason, [...(refusals.get(reason) ?? []), address])
    }
  }
  if (refusals.size === 0) return values
  const reasons = [...refusals].map(([reason, addresses]) => `${addresses.join(', ')}: ${reason}`)
  throw new ClusterToolError(
    'REFUSED',
    `Nothing was set: ${name} cannot be set everywhere. ${reasons.join('; ')}`,
    {
      details: [...refusals].map(([reason, addresses]) => ({reason, addresses})),
    },
  )
}

/** The setting has been changed, whatever fails here. */
async function whyNotSaved(client: NodeClient): Promise<string | undefined> {
  try {
    await client.saveSettings()
    return undefined
  } catch (error) {
    if (!isServerError(error)) throw error
    return error instanceof ReplyRefused ? error.message : silenceReason(error)
  }
}

/** The only setting with that name; servers may spell it with other letters than the user. */
async function valueOf(client: NodeClient, name: string): Promise<string | undefined> {
  const [value] = (await client.settings(name)).values()
  return value
}
