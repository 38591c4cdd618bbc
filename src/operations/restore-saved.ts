import type {Address} from '../domain/address.js'
import type {ExistingKeys, ImportOutcome, ImportProposal, ImportTally, KeyTrouble} from '../domain/import.js'
import {Owners} from '../execution/import/owners.js'
import {readSaved, type SavedLine} from '../journal/saved-keys.js'
import type {DumpedKey, KeyClient} from '../redis/key-client.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {type ImportContext, type ImportOptions, refuseUnhealthy} from './import.js'

type Tally = {-readonly [K in keyof ImportTally]: ImportTally[K]}

/** Keys that go to one owner in one go. */
const SENT_AT_ONCE = 100
const SHOWN = 20

/**
 * Brings back keys that were saved before they were deleted, with their bytes and what is left of their time to live. A
 * key that is there already stays as it is, unless `existing` says replace. Throws USAGE for a file that is none of these,
 * and UNHEALTHY when the cluster does not serve all slots.
 */
export async function restoreSaved(
  path: string,
  seed: Address,
  {settings, dryRun}: Pick<ImportOptions, 'settings' | 'dryRun'>,
  context: ImportContext,
): Promise<ImportOutcome> {
  const start = performance.now()
  const lines = await readSaved(path)
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy(cluster, context.explain, 'restoring')
  const owners = new Owners(session, cluster, settings.timeoutMs + context.connection.commandTimeoutMs)
  const tallies = [...new Set(lines.map(({db}) => db))].map((db) => newTally(path, db, lines))
  const proposal: ImportProposal = {source: path, cluster, tallies, settings, cautions: []}
  context.show(proposal)
  const troubles: KeyTrouble[] = []
  if (!dryRun) {
    for (const tally of tallies)
      await restoreDatabase(lines, {owners, tally, troubles, existing: settings.existing})
  }
  const isWhole = troubles.length === 0
  return {
    ...proposal,
    status: dryRun ? 'planned' : lines.length === 0 ? 'nothing-to-do' : isWhole ? 'done' : 'incomplete',
    stopped: undefined,
    troubles: {count: troubles.length, shown: troubles.slice(0, SHOWN)},
    samples: {compared: 0, different: 0},
    sizes: undefined,
    evicted: 0,
    missing: 0,
    milliseconds: Math.round(performance.now() - start),
    bytes: lines.reduce((sum, {payload}) => sum + payload.length, 0),
    resumed: false,
    notes: [],
  }
}

function newTally(source: string, db: number, lines: readonly SavedLine[]): Tally {
  const keys = lines.filter((line) => line.db === db).length
  const none = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
  return {source, from: db, to: db, keys, ...none}
}

type Restoring = {
  readonly owners: Owners
  readonly tally: Tally
  readonly troubles: KeyTrouble[]
  readonly existing: ExistingKeys
}

async function restoreDatabase(lines: readonly SavedLine[], restoring: Restoring): Promise<void> {
  const {owners, tally, troubles} = restoring
  const now = Date.now()
  const left = lines.filter(({db}) => db === tally.from).map((line) => toDumped(line, now))
  const living = left.filter(({ttlMs}) => ttlMs !== 0)
  tally.gone += left.length - living.length
  for (const [owner, sized] of owners.group(living.map(({key}) => ({key, bytes: undefined})))) {
    const names = new Set(sized.map(({key}) => key.toString('hex')))
    const own = living.filter(({key}) => names.has(key.toString('hex')))
    if (owner === undefined) {
      for (const {key} of own) troubles.push({key, db: tally.from, what: 'nobody owns its slot'})
      continue
    }
    for (let at = 0; at < own.length; at += SENT_AT_ONCE) {
      const some = own.slice(at, at + SENT_AT_ONCE)
      await owners.use(owner, (client) => restoreSome(client, some, restoring))
    }
  }
}

/** 0: its time is over. */
function toDumped({key, payload, timeToLiveMs, savedAt}: SavedLine, now: number): DumpedKey {
  const ttlMs = timeToLiveMs < 0 ? -1 : Math.max(0, timeToLiveMs - (now - savedAt))
  return {key, payload, ttlMs, readAt: now}
}

async function restoreSome(
  client: KeyClient,
  keys: readonly DumpedKey[],
  {tally, troubles, existing}: Restoring,
): Promise<void> {
  const replies = await client.restore(tally.to, keys, existing === 'replace')
  const there = await client.dump(
    tally.to,
    keys.map(({key}) => key),
  )
  keys.forEach(({key, payload}, at) => {
    const error = replies[at]
    if (!error) return tally.imported++
    const isBusy = error.message.startsWith('BUSYKEY')
    const found = there[at]
    if (isBusy && found && !(found instanceof Error) && found.payload.equals(payload)) return tally.same++
    if (isBusy && existing === 'skip') return tally.skipped++
    tally.conflicting++
    const what = isBusy ? 'the cluster has it with another value' : error.message
    return troubles.push({key, db: tally.from, what})
  })
}
