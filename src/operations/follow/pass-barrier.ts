import {ClusterToolError} from '../../domain/errors.js'
import type {Bringing} from '../../execution/follow/bring-keys.js'
import type {Owners} from '../../execution/import/owners.js'
import type {Barrier, StreamPlanner} from '../../planning/follow/stream-planner.js'
import type {Command} from '../../redis/wire.js'
import {MustCompare} from './anew.js'
import type {Following} from './following.js'
import {onAllOwners} from './functions.js'

type PassingParts = {
  readonly planner: StreamPlanner
  readonly bringing: Bringing
  readonly owners: Owners
}

/**
 * Does what a command asks for that is not about keys of one slot. Everything before it has been applied. Throws INCOMPLETE
 * if the cluster is not to be emptied, and MustCompare if everything has to be compared.
 */
export async function passBarrier(follower: Following, parts: PassingParts, barrier: Barrier): Promise<void> {
  const {way, words} = barrier
  const text = words.slice(0, 3).map(String).join(' ')
  switch (way.kind) {
    case 'everywhere':
      return toAllPrimaries(follower, parts.owners, words)
    case 'flush':
    case 'swap':
      return afterFlush(follower, barrier, text)
    case 'slots':
      // The servers say soon which ones.
      return undefined
    case 'unknown':
      return wantNamed(follower, parts, barrier)
    default:
      return way satisfies never
  }
}

async function afterFlush(
  {parts: {databases, confirmFlush, name}}: Following,
  {way}: Barrier,
  text: string,
): Promise<void> {
  const concerned = way.kind === 'flush' && way.db !== 'all' ? [way.db] : databases.known
  if (!concerned.some(databases.follows)) return
  if (await confirmFlush(text)) throw new MustCompare(`a client of it has sent ${text}`)
  throw new ClusterToolError(
    'INCOMPLETE',
    `A client of the source ${name} has sent ${text}, which would delete the keys in the cluster, too`,
  )
}

/** Functions and scripts. One that is there already is no failure: an interrupted run may have sent it. */
async function toAllPrimaries({parts}: Following, owners: Owners, words: readonly Buffer[]): Promise<void> {
  const [name, ...rest] = words
  const command: Command = [String(name), ...rest]
  const errors = await onAllOwners(owners, command)
  const failed = errors.find((error) => error && !/already exists|not found/i.test(error.message))
  if (failed) {
    parts.onNote(
      `The cluster refuses ${words.slice(0, 2).map(String).join(' ')} of the source: ${failed.message}`,
    )
  }
}

/** The source itself knows which keys a command has. */
async function wantNamed(
  {parts, totals}: Following,
  {planner}: PassingParts,
  {words, db}: Barrier,
): Promise<void> {
  if (!parts.databases.follows(db)) return
  totals.unknown++
  const [reply] = await parts.source.use('read', (client) =>
    client.execute(0, [['COMMAND', 'GETKEYS', ...words]]),
  )
  if (!reply || reply.error) {
    const name = String(words[0])
    parts.onNote(
      `clustertool does not know the command ${name}, and the source does not say which keys it has changed. Compare all keys before you switch.`,
    )
    return
  }
  for (const key of reply.value as Buffer[]) planner.want({db, key})
}
