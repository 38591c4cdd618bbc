import type {NodeId} from '../../domain/node.js'
import {importErrorKind} from '../../redis/import-error.js'
import type {SizedKey} from '../../redis/key-client.js'
import type {MigrateTarget} from '../../redis/slot-client.js'
import {type Again, cannotGoOn, NONE, type Sending, tellKeys, together} from './job.js'
import type {Bite} from '../move/by-keys/pace.js'
import {settleExisting} from './settle-existing.js'

/** Has the source send keys to their owner, in batches that hold it as long as is allowed. Throws INCOMPLETE. */
export async function sendByMigrate(
  sending: Sending,
  owner: NodeId,
  keys: readonly SizedKey[],
): Promise<Again> {
  const {job, pace, tally, turns} = sending
  const target = await targetOf(sending, owner)
  const left = [{slot: 0, db: tally.from, keys}]
  const again: Again[] = []
  while (left.length > 0) {
    // Two are under way, so that none is waited for; whoever else waits for the source is served between them.
    const bite = pace.take(left, job.settings.maxPauseMs)
    const sent = bite.heaps.flatMap((heap) => heap.keys)
    const error = await turns.take(() => sendBite(sending, bite, target))
    again.push(await settle(sending, {owner, target}, sent, error))
  }
  return together(...again)
}

/** Where the source finds an owner; it connects without TLS unless it is a node of a cluster that uses it. */
export async function targetOf({job}: Sending, owner: NodeId): Promise<MigrateTarget> {
  const {host, port} = await job.owners.place(owner)
  const login = job.owners.loginOf(owner)
  return {host, port, timeoutMs: job.settings.timeoutMs, user: login?.user, password: login?.password}
}

async function sendBite(sending: Sending, bite: Bite, target: MigrateTarget): Promise<Error | undefined> {
  const {job, pace, clock} = sending
  const sent = performance.now()
  const keys = bite.heaps.flatMap((heap) => heap.keys.map(({key}) => key))
  const error = await migrate(sending, keys, target)
  const now = performance.now()
  const tookMs = Math.max(0.01, now - Math.max(sent, clock.lastEnd))
  clock.lastEnd = now
  job.progress.pauseMs = tookMs
  // How long a big key takes tells little about small ones.
  if (bite.keys > 1 && !error) pace.learn(bite, tookMs)
  return error
}

/** One MIGRATE, also when the source was lost and found again meanwhile: what has arrived is busy then. */
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
    // Of the source itself, and not of the owner, whose words come after others.
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
  const kind = importErrorKind(error)
  if (kind === 'busy-key') return settleExisting(sending, to.owner, keys, 'imported')
  if (kind === 'fatal') throw cannotGoOn(sending, job.owners.nameOf(to.owner), error)
  if (kind === 'key') return sendApart(sending, to, keys, error)
  // Whether there is still a way is found out anew.
  if (kind === 'no-way') ways.delete(to.owner)
  return {keys, reason: error.message}
}

/** Finds the key that is refused: those before and after it in the batch have gone, or will go. */
async function sendApart(sending: Sending, to: To, keys: readonly SizedKey[], error: Error): Promise<Again> {
  const {troubles, tally, turns, leftAlone} = sending
  const [only] = keys
  if (keys.length === 1 && only) {
    troubles.add({key: only.key, db: tally.from, what: error.message})
    leftAlone.add(only.key.toString('hex'))
    tally.conflicting++
    tellKeys(sending, keys)
    return NONE
  }
  const parts: Again[] = []
  for (const key of keys) {
    const failure = await turns.take(() => migrate(sending, [key.key], to.target))
    parts.push(await settle(sending, to, [key], failure))
  }
  return together(...parts)
}
