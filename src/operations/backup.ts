import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import type {BackupOutcome, BackupPlan, RdbResult} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import {nodeById, type ClusterSnapshot} from '../domain/snapshot.js'
import {formatRanges, slotsOf, toRanges} from '../domain/slot.js'
import {planBackup, slotsMovedSince} from '../planning/backup.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {lookAtFolder, openBackupFolder} from '../storage/backup-folder.js'
import {discardRdb} from '../storage/rdb-file.js'
import {type BackupContext, type BackupOptions, fetchAll} from './backup-fetch.js'
import {readExtras, writeDown} from './backup-documents.js'
import {atomicMoves} from './damage.js'
import {takeSettledSnapshot} from './settled-snapshot.js'

/**
 * Has all primaries, or a replica of each, write their RDBs into a folder, side by side, and writes down there what is in
 * it. Throws REFUSED for a folder of no use, UNHEALTHY when slots have no owner that answers or are being moved and that
 * is not allowed, both before anything is sent, and CANCELLED when the signal is aborted. What goes wrong later is in the outcome.
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
  const moving = await movingSlots(session, before)
  const plan = {...planned, open: toRanges(new Set([...slotsOf(planned.open), ...slotsOf(moving)]))}
  if (!options.allowIncomplete) requireWhole(plan, before)
  const free = await openBackupFolder(options.dir)
  const extras = await readExtras(session, before)
  const startedAt = new Date().toISOString()
  const results = await fetchAll(plan.sources, {before, options, context})
  if (context.signal.aborted) return await cancel(results, options.dir)
  const after = await lookAgain(session, [seed, ...addressesOf(before)])
  const outcome = summarise({plan, results, before, after, free, notes: extras.notes, options, replaces})
  if (!outcome.kept) await discardAll(results, options.dir)
  else await writeDown(outcome, {extras, startedAt, options, replaces})
  return outcome
}

type Ended = {
  readonly plan: BackupPlan
  readonly results: readonly RdbResult[]
  readonly before: ClusterSnapshot
  readonly after: ClusterSnapshot | undefined
  readonly free: number
  readonly notes: readonly string[]
  readonly options: BackupOptions
  readonly replaces: boolean
}

function summarise(ended: Ended): BackupOutcome {
  const {plan, results, before, after, options} = ended
  const failed = results.filter(({status}) => status === 'failed')
  const missing = [...plan.missing, ...failed.flatMap(({source}) => source.ranges)]
  const moved = after ? slotsMovedSince(before, after) : []
  const uncertain = new Set([...slotsOf(plan.open), ...slotsOf(moved)])
  const isWhole = missing.length === 0 && uncertain.size === 0 && failed.length === 0
  return {
    status: isWhole ? 'done' : 'incomplete',
    dir: options.dir,
    kept: isWhole || options.allowIncomplete || !ended.replaces,
    results,
    missingSlots: toRanges(new Set(slotsOf(missing))),
    uncertainSlots: toRanges(uncertain),
    lost: plan.lost,
    notes: [...plan.notes, ...ended.notes, ...roomNote(ended), ...(after ? [] : [UNREAD])],
    snapshot: before,
    findings: runChecks(before),
  }
}

const UNREAD =
  'The cluster could not be read afterwards, so it is not known whether slots were moved meanwhile.'

/** An RDB is smaller than the memory it comes from, mostly by a lot: worth a note, and no reason to refuse. */
function roomNote({free, before, plan}: Ended): string[] {
  const used = plan.sources.reduce((sum, {from}) => sum + (nodeById(before, from)?.info?.usedMemory ?? 0), 0)
  if (used <= free) return []
  return [`The nodes use ${used} bytes of memory, and ${free} were free in the folder.`]
}

/** Slots of an atomic move look like any other until its end. */
async function movingSlots(session: Session, before: ClusterSnapshot) {
  const movers = await atomicMoves(session, before)
  return [...movers.keys()].flatMap((id) => nodeById(before, id)?.slots ?? [])
}

function requireWhole({missing, lost, open}: BackupPlan, {seed, nodes}: ClusterSnapshot): void {
  const address = nodes.find(({id}) => id === seed)?.address ?? 'HOST:PORT'
  const hint = 'To save what there is all the same, as an incomplete backup: --allow-incomplete'
  if (missing.length > 0) {
    const who = lost.map(({address, reason}) => `${address} cannot be read: ${reason}`)
    throw new ClusterToolError(
      'UNHEALTHY',
      `The keys of slots ${formatRanges(missing)} cannot be saved, since no node that answers owns them; nothing was saved.`,
      {hints: [...who, hint], details: lost},
    )
  }
  if (open.length === 0) return
  throw new ClusterToolError(
    'UNHEALTHY',
    `Slots ${formatRanges(open)} are being moved, so their keys may be saved twice or not at all; nothing was saved.`,
    {hints: [`Wait until that is over, or finish it: clustertool fix ${address}`, hint]},
  )
}

async function lookAgain(session: Session, seeds: readonly Address[]): Promise<ClusterSnapshot | undefined> {
  for (const seed of seeds) {
    const found = await takeSnapshot(session, seed).catch(() => undefined)
    if (found) return found
  }
  return undefined
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
