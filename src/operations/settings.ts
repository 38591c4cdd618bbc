import type {Address} from '../domain/address.js'
import {answersStatus} from '../domain/answer.js'
import {ClusterToolError} from '../domain/errors.js'
import {groupSettings, type SettingsOutcome, unknownPatterns} from '../domain/setting.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {askEach} from './ask-each.js'

/**
 * Reads settings of all nodes by patterns of CONFIG GET. Throws REFUSED if no node has any of them, and as `check`
 * does if the seed cannot be used.
 */
export async function settings(
  seed: Address,
  patterns: readonly string[],
  connection: ConnectionOptions,
): Promise<SettingsOutcome> {
  await using session = openSession(connection)
  const {nodes} = await takeSnapshot(session, seed)
  // One by one: CONFIG GET accepts several patterns only since Redis 7.0.
  const answers = await askEach(session, nodes, (client) =>
    Promise.all(patterns.map((pattern) => client.settings(pattern))),
  )
  const unknown = unknownPatterns(patterns, answers)
  if (unknown.length === patterns.length && answers.some(({status}) => status === 'ok'))
    throw noSuchSetting(patterns)
  return {
    status: answersStatus(answers.map(({status}) => status)),
    settings: groupSettings(patterns, answers),
    unknown,
    answers,
  }
}

function noSuchSetting(patterns: readonly string[]): ClusterToolError {
  return new ClusterToolError('REFUSED', `No node has a setting named ${patterns.join(' or ')}.`, {
    hints: ["You can use patterns, such as 'cluster-*'."],
  })
}
