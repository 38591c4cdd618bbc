import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import type {
  BackupOutcome,
  BackupPlan,
  RdbFormat,
  RdbRecord,
  RdbResult,
  RestoreServer,
} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import {nodeById, type ClusterSnapshot} from '../domain/snapshot.js'
import {formatRanges, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {planBackup, slotsMovedSince} from '../planning/backup.js'
import {isServerError} from '../redis/errors.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {lookAtFolder, openBackupFolder} from '../storage/backup-folder.js'
import {discardRdb} from '../storage/rdb-file.js'
import {type BackupContext, type BackupOptions, fetchAll} from './backup-fetch.js'
import {readExtras, writeDown} from './backup-documents.js'
import {slotsMovedAtomically} from './damage.js'
import {isUnderstood} from './serve-backup.js'
import {takeSettledSnapshot} from './settled-snapshot.js'

/**
 * Makes all primaries, or a replica of each, write their RDBs into a folder, in parallel, and describes the backup
 * there. Throws REFUSED for a folder that cannot be used, and UNHEALTHY if slots have no owner that answers, or are
 * being moved, and that is not allowed; both before anything is sent. Throws CANCELLED when the signal is aborted.
 * Later problems are in the outcome.
 */
export async function backup(
  seed: Address,
  options: BackupOptions,
  context: BackupContext,
): Promise<BackupOutcome> {
  await using session = openSession(context.connection)
  const replaces = await lookAtFolder(options.dir, options.replace)
  const before = await takeSettledSnapshot(session, seed, context.signal)
  const planned = planBackup(before, options)
  const plan = {...planned, open: union(planned.open, await slotsMovedAtomically(session, before))}
  if (!options.allowIncomplete) requireWhole(plan, before)
  const free = await openBackupFolder(options.dir)
  const extras = await readExtras(session, before)
  const notes: string[] = []
  const tell = (texts: readonly string[]) => {
    notes.push(...texts)
    for (const text of texts) context.onEvent({type: 'note', index: 0, text})
  }
  tell([...plan.notes, ...extras.notes, ...roomNote(plan, before, free)])
  const startedAt = new Date().toISOString()
  const results = await fetchAll(plan.sources, {before, options, context})
  if (context.signal.aborted) return await cancel(results, options.dir)
  const moved = await movedSince(session, before, [seed, ...addressesOf(before)])
  if (!moved) tell([UNREAD])
  const restoreServer = await restoreServerOf(results, before, context)
  const outcome = summarise({plan, results, before, moved, notes, restoreServer, options, replaces})
  if (!outcome.kept) await discardAll(results, options.dir)
  else await writeDown(outcome, {extras, startedAt, options, replaces})
  return outcome
}

type BackupRun = {
  readonly plan: BackupPlan
  readonly results: readonly RdbResult[]
  readonly before: ClusterSnapshot
  /** Undefined if no node could be asked. */
  readonly moved: readonly SlotRange[] | undefined
  readonly notes: readonly string[]
  readonly restoreServer: RestoreServer | undefined
  readonly options: BackupOptions
  readonly replaces: boolean
}

function summarise({plan, results, before, moved, options, replaces, ...told}: BackupRun): BackupOutcome {
  const failed = results.filter(({status}) => status === 'failed')
  const missingSlots = union(
    plan.missing,
    failed.flatMap(({source}) => source.ranges),
  )
  const uncertainSlots = union(plan.open, moved ?? [])
  // If the cluster could not be read afterwards, slots may have been saved twice or not at all.
  const isCertain = moved !== undefined && uncertainSlots.length === 0
  const isWhole = missingSlots.length === 0 && isCertain && failed.length === 0
  return {
    status: isWhole ? 'done' : 'incomplete',
    dir: options.dir,
    kept: isWhole || options.allowIncomplete || !replaces,
    results,
    missingSlots,
    uncertainSlots,
    lost: plan.lost,
    ...told,
    snapshot: before,
    findings: runChecks(before),
  }
}

const UNREAD =
  'The cluster could not be read afterwards. If slots were moved during the backup, their keys may be in two files or in none.'

/** Valkey wrote the format of Redis before it had its own. */
function formatOf({software, rdb_version: version}: RdbRecord): RdbFormat {
  return {family: software === 'valkey' && version >= 80 ? 'valkey' : 'redis', version}
}

/** A restore needs a server program, and is usually needed when there is no time to look for one. */
async function restoreServerOf(
  results: readonly RdbResult[],
  cluster: ClusterSnapshot,
  {rdbReaders}: BackupContext,
): Promise<RestoreServer | undefined> {
  const formats = results.flatMap((result) => (result.status === 'saved' ? [formatOf(result.record)] : []))
  if (formats.length === 0) return undefined
  const {needs, here} = await rdbReaders(formats)
  const fitting = here.find((reader) => isUnderstood(reader, cluster))
  return {needs, here: fitting ?? here[0], fits: fitting !== undefined}
}

function union(some: readonly SlotRange[], others: readonly SlotRange[]): SlotRange[] {
  return toRanges(new Set(slotsOf([...some, ...others])))
}

/**
 * An RDB is smaller than the memory that it comes from, usually much smaller, so this is a note and not a refusal.
 */
function roomNote({sources}: BackupPlan, before: ClusterSnapshot, free: number): string[] {
  const used = sources.reduce((sum, {from}) => sum + (nodeById(before, from)?.info?.usedMemory ?? 0), 0)
  if (used <= free) return []
  return [
    `The nodes use ${used} bytes of memory, but only ${free} are free in the folder. It may become full.`,
  ]
}

function requireWhole({missing, lost, open}: BackupPlan, {seed, nodes}: ClusterSnapshot): void {
  const address = nodes.find(({id}) => id === seed)?.address ?? 'HOST:PORT'
  const hint = 'To save the rest as an incomplete backup: --allow-incomplete'
  if (missing.length > 0) {
    const who = lost.map(({address, reason}) => `${address} cannot be read: ${reason}`)
    throw new ClusterToolError(
      'UNHEALTHY',
      `The keys of slots ${formatRanges(missing)} cannot be saved, because they have no reachable owner; nothing was saved.`,
      {hints: [...who, hint], details: lost},
    )
  }
  if (open.length === 0) return
  throw new ClusterToolError(
    'UNHEALTHY',
    `Slots ${formatRanges(open)} are being moved, so their keys may be saved twice or not at all; nothing was saved.`,
    {hints: [`Wait until the move ends, or finish it: clustertool fix ${address}`, hint]},
  )
}

/** Slots that were moved since, or are being moved, according to the first node that can be asked. */
async function movedSince(
  session: Session,
  before: ClusterSnapshot,
  seeds: readonly Address[],
): Promise<SlotRange[] | undefined> {
  for (const seed of seeds) {
    const moved = await movedBy(session, before, seed)
    if (moved) return moved
  }
  return undefined
}

/** Undefined if a node does not answer everything. */
async function movedBy(
  session: Session,
  before: ClusterSnapshot,
  seed: Address,
): Promise<SlotRange[] | undefined> {
  try {
    const now = await takeSnapshot(session, seed)
    const jobs = await slotsMovedAtomically(session, now)
    return union(slotsMovedSince(before, now), jobs)
  } catch (error) {
    if (error instanceof ClusterToolError || isServerError(error)) return undefined
    throw error
  }
}

function addressesOf({nodes}: ClusterSnapshot): Address[] {
  return nodes.filter(({reachable}) => reachable).map(({host, port}) => ({host, port}))
}

async function discardAll(results: readonly RdbResult[], dir: string): Promise<void> {
  await Promise.all(results.map(({source}) => discardRdb({dir, file: source.file})))
}

async function cancel(results: readonly RdbResult[], dir: string): Promise<never> {
  await discardAll(results, dir)
  throw new ClusterToolError('CANCELLED', 'Interrupted; nothing was saved, and the cluster was not changed.')
}
