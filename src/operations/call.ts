import type {Address} from '../domain/address.js'
import {answersStatus, type CallOutcome} from '../domain/answer.js'
import type {Role} from '../domain/node.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {findNode} from '../planning/find-node.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {askEach} from './ask-each.js'

export type CallOptions = {
  /** The command and its arguments. */
  readonly words: readonly (string | Buffer)[]
  /** Only nodes with this role; undefined: all. */
  readonly only: Role | undefined
  /** Only these nodes, by id or address; empty: all. */
  readonly nodes?: readonly string[]
}

/**
 * Sends one command to all nodes in parallel. Throws as `check` does if the seed cannot be used, and USAGE for a name
 * that fits no node.
 */
export async function call(
  seed: Address,
  {words, only, nodes: names = []}: CallOptions,
  connection: ConnectionOptions,
): Promise<CallOutcome> {
  await using session = openSession({...connection, exactNumbers: true})
  const snapshot = await takeSnapshot(session, seed)
  const named = [...new Set(names.map((name) => findNode(snapshot, name)))]
  const asked = (names.length > 0 ? named : snapshot.nodes).filter(
    ({role}) => only === undefined || role === only,
  )
  const answers = await askEach(session, asked, (client) => client.call(words))
  return {status: answersStatus(answers.map(({status}) => status)), words, answers}
}
