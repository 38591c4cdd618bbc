import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {isSameDump} from '../domain/copies.js'
import type {ExistingKeys, ImportOutcome, ImportProposal, ImportTally, KeyTrouble} from '../domain/import.js'
import {asReason, Owners} from '../execution/import/owners.js'
import {readSaved} from '../journal/saved-keys.js'
import {chooseSaved, type SavedChoice, savedCautions} from '../planning/import/saved.js'
import type {KeyClient} from '../redis/key-client.js'
import type {RestoredKey} from '../redis/restored-key.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import type {ImportOptions} from './import.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'
import {type ImportContext} from './import-context.js'

type RestoredTally = {-readonly [K in keyof ImportTally]: ImportTally[K]}

/** Number of keys that are sent to one owner at a time. */
const SENT_AT_ONCE = 100
const SHOWN = 20

/**
 * Restores keys that were saved before they were deleted, with their bytes and the rest of their time to live. A key
 * that exists stays as it is, and a key of which nodes had different copies is left out, unless `existing` is
 * replace. Throws USAGE for a file of another kind, and UNHEALTHY if the cluster does not serve all slots. If an
 * owner is lost, or the signal is aborted, the outcome is incomplete.
 */
export async function restoreSaved(
  path: string,
  seed: Address,
  {settings, dryRun}: Pick<ImportOptions, 'settings' | 'dryRun'>,
  context: ImportContext,
): Promise<ImportOutcome> {
  const start = performance.now()
  const {lines, broken} = await readSaved(path)
  const choices = chooseSaved(lines, Date.now())
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy({snapshot: cluster, findings: runChecks(cluster), ...context}, [], 'restoring')
  const owners = new Owners(session, cluster, settings.timeoutMs + context.connection.commandTimeoutMs)
  const tallies = [...new Set(choices.map(({db}) => db))].map((db) => newTally(path, db, choices))
  const cautions = savedCautions(path, {broken, choices}, settings.existing)
  const proposal: ImportProposal = {source: path, cluster, tallies, settings, cautions}
  context.show(proposal)
  const troubles: KeyTrouble[] = []
  const restoring = {owners, troubles, existing: settings.existing, signal: context.signal}
  const stopped = dryRun ? undefined : await restoreAll(choices, tallies, restoring)
  const isWhole = stopped === undefined && troubles.length + broken.length === 0
  return {
    ...proposal,
    status: dryRun ? 'planned' : choices.length === 0 ? 'nothing-to-do' : isWhole ? 'done' : 'incomplete',
    stopped,
    troubles: {count: troubles.length, shown: troubles.slice(0, SHOWN)},
    samples: {compared: 0, different: 0},
    sizes: undefined,
    evicted: 0,
    missing: 0,
    milliseconds: Math.round(performance.now() - start),
    bytes: choices.reduce((sum, {latest}) => sum + (latest?.payload.length ?? 0), 0),
    resumed: false,
    since: undefined,
    notes: [],
  }
}

function newTally(source: string, db: number, choices: readonly SavedChoice[]): RestoredTally {
  const keys = choices.filter((choice) => choice.db === db).length
  const none = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
  return {source, from: db, to: db, keys, ...none}
}

type Restoring = {
  readonly owners: Owners
  readonly signal: AbortSignal
  readonly tally: RestoredTally
  readonly troubles: KeyTrouble[]
  readonly existing: ExistingKeys
}

type Wanted = RestoredKey & Pick<SavedChoice, 'contenders'>

/** Returns why it stopped early; what was restored until then is counted. */
async function restoreAll(
  choices: readonly SavedChoice[],
  tallies: readonly RestoredTally[],
  restoring: Omit<Restoring, 'tally'>,
): Promise<string | undefined> {
  try {
    for (const tally of tallies) await restoreDatabase(choices, {...restoring, tally})
  } catch (error) {
    return asReason(error).message
  }
  return restoring.signal.aborted ? 'it was interrupted' : undefined
}

async function restoreDatabase(choices: readonly SavedChoice[], restoring: Restoring): Promise<void> {
  const {owners, tally, troubles, signal} = restoring
  const own = choices.filter(({db}) => db === tally.from)
  const living = own.flatMap(toWanted)
  tally.gone += own.length - living.length
  for (const [owner, wanted] of owners.group(living)) {
    if (owner === undefined) {
      for (const {key} of wanted) troubles.push({key, db: tally.from, what: 'no node owns its slot'})
      continue
    }
    for (let at = 0; at < wanted.length && !signal.aborted; at += SENT_AT_ONCE) {
      const some = wanted.slice(at, at + SENT_AT_ONCE)
      await owners.use(owner, (client) => restoreSome(client, some, restoring))
    }
  }
}

/** None for a key that has expired. */
function toWanted({key, latest, contenders}: SavedChoice): Wanted[] {
  return latest ? [{key, contenders, ...latest}] : []
}

async function restoreSome(
  client: KeyClient,
  wanted: readonly Wanted[],
  restoring: Restoring,
): Promise<void> {
  const isClear = ({contenders}: Wanted) => restoring.existing === 'replace' || contenders.length === 0
  await restoreClear(client, wanted.filter(isClear), restoring)
  await leaveContested(
    client,
    wanted.filter((one) => !isClear(one)),
    restoring,
  )
}

async function restoreClear(
  client: KeyClient,
  keys: readonly RestoredKey[],
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
    if (isBusy && found && !(found instanceof Error) && isSameDump(found.payload, payload))
      return tally.same++
    if (isBusy && existing === 'skip') return tally.skipped++
    tally.conflicting++
    const what = isBusy ? 'the cluster has another value' : error.message
    return troubles.push({key, db: tally.from, what})
  })
}

/** The user has to say which copy counts; only what the cluster has may be called success. */
async function leaveContested(
  client: KeyClient,
  wanted: readonly Wanted[],
  {tally, troubles, existing}: Restoring,
): Promise<void> {
  const names = wanted.map(({key}) => key)
  const found = existing === 'skip' ? await client.exist(tally.to, names) : []
  wanted.forEach(({key, contenders}, at) => {
    if (found[at] === true) return tally.skipped++
    tally.conflicting++
    const what = `${contenders.join(' and ')} had different copies of it; neither was restored`
    return troubles.push({key, db: tally.from, what})
  })
}
