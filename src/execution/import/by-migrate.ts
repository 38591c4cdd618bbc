import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import {MIGRATES_AT_ONCE} from '../../redis/source.js'
import type {MigrateTarget} from '../../redis/slot-client.js'
import {type Again, cannotGoOn, NONE, type Sending, tellKeys, together} from './job.js'
import type {Batch} from '../move/by-keys/pace.js'
import {settleExisting} from './settle-existing.js'

/**
 * An owner that hangs blocks the source until its MIGRATE times out, and so does the next MIGRATE in flight. All
 * together must take less than 2 s, which is far less than the time after which Sentinels and cluster nodes consider
 * a server failed.
 */
const MOST_HELD_MS = 1800
const MOST_TIMEOUT_MS = MOST_HELD_MS / MIGRATES_AT_ONCE
/** Size of the largest key that certainly takes less time than that. */
export const MOST_MIGRATED_BYTES = 16_000_000

/** Makes the source send keys to their owner, in batches that block it no longer than allowed. Throws INCOMPLETE. */
export async function sendByMigrate(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<Again> {
  const {job, pace, tally, source, ways} = sending
  const way = ways.get(owner)
  if (keys.length === 0) return NONE
  const target = await targetOf(sending, owner)
  const left = [{slot: 0, db: tally.from, keys}]
  const again: Again[] = []
  while (left.length > 0) {
    // Two batches are in flight, so that there is no waiting between them; other clients of the source are served
    // between batches.
    const batch = pace.take(left, job.settings.maxPauseMs)
    const sent = batch.groups.flatMap((group) => group.keys)
    // While others had their turn, the owner may have turned out to hang, and each further batch would block the
    // source.
    const error = await source.sending.take(() =>
      ways.get(owner) === way ? sendBatch(sending, batch, target) : Promise.resolve(NOT_SENT),
    )
    again.push(await settle(sending, {owner, target}, sent, error))
  }
  return together(...again)
}

const NOT_SENT = new Error('their owner did not answer')

/** Where the source reaches an owner. It connects without TLS, unless it is a node of a cluster that uses TLS. */
export async function targetOf({job}: Sending, owner: NodeId): Promise<MigrateTarget> {
  const {host, port} = await job.owners.place(owner)
  const login = job.owners.loginOf(owner)
  const timeoutMs = Math.min(job.settings.timeoutMs, MOST_TIMEOUT_MS)
  return {host, port, timeoutMs, user: login?.user, password: login?.password}
}

async function sendBatch(sending: Sending, batch: Batch, target: MigrateTarget): Promise<Error | undefined> {
  const {job, pace, clock} = sending
  const sent = performance.now()
  const keys = batch.groups.flatMap((group) => group.keys.map(({key}) => key))
  const error = await migrate(sending, keys, target)
  const now = performance.now()
  const tookMs = Math.max(0.01, now - Math.max(sent, clock.lastEnd))
  clock.lastEnd = now
  job.progress.pauseMs = tookMs
  // The time that a big key takes says little about small ones.
  if (batch.keys > 1 && !error) pace.learn(batch, tookMs)
  return error
}

/**
 * One MIGRATE, also if the connection to the source is lost and opened again in between: keys that have arrived are
 * then busy.
 */
export function migrate(
  {source, tally, job}: Sending,
  keys: readonly Buffer[],
  target: MigrateTarget,
  always: {readonly copy?: boolean; readonly replace?: boolean} = {},
): Promise<Error | undefined> {
  const {copy, existing} = job.settings
  const how = {db: tally.from, toDb: tally.to, target, replace: existing === 'replace', copy, ...always}
  return source.use('send', async (client) => {
    const error = await client.migrate(keys, how)
    if (error && /\bIOERR\b/.test(error.message)) source.sending.slowDown()
    // An error of the source itself, and not of the owner, whose words would come after others.
    if (error && /^(READONLY|LOADING|MASTERDOWN|BUSY)\b/.test(error.message)) throw error
    return error
  })
}

type To = {readonly owner: NodeId; readonly target: MigrateTarget}

async function settle(
  sending: Sending,
  to: To,
  keys: readonly SizedKey[],
  error: Error | undefined,
): Promise<Again> {
  const {tally, ways, job} = sending
  if (!error) {
    tally.imported += keys.length
    tellKeys(sending, keys)
    return NONE
  }
  if (error === NOT_SENT) return {keys, reason: error.message}
  const kind = importErrorKind(error)
  if (kind === 'busy-key') return settleExisting(sending, to.owner, keys, 'imported')
  if (kind === 'fatal') throw cannotGoOn(sending, job.owners.nameOf(to.owner), error)
  if (kind === 'key') return sendApart(sending, to, keys, error)
  // Whether MIGRATE still works has to be found out again.
  if (kind === 'no-way') {
    ways.delete(to.owner)
    for (const key of keys) sending.slow.add(key)
  }
  return {keys, reason: error.message}
}

/** Finds the key that is refused. The keys before and after it in the batch are sent. */
async function sendApart(sending: Sending, to: To, keys: readonly SizedKey[], error: Error): Promise<Again> {
  const {troubles, tally, source, leftAlone, ways} = sending
  const [only] = keys
  if (keys.length === 1 && only) {
    troubles.add({key: only.key, db: tally.from, what: error.message})
    leftAlone.add(only.key.toString('hex'))
    tally.conflicting++
    tellKeys(sending, keys, [])
    return NONE
  }
  const parts: Again[] = []
  for (const key of keys) {
    const failure = await source.sending.take(() =>
      ways.has(to.owner) ? migrate(sending, [key.key], to.target) : Promise.resolve(NOT_SENT),
    )
    parts.push(await settle(sending, to, [key], failure))
  }
  return together(...parts)
}
