import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ImportSettings} from '../domain/import.js'
import type {FileTally, VerifyOutcome} from '../domain/verify.js'
import {type Lane, openLane} from '../execution/import/job.js'
import {Owners} from '../execution/import/owners.js'
import {verifyDatabase} from '../execution/import/verify-database.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {planLanes} from './import.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'
import {type ImportContext} from './import-context.js'
import {allTroubles, startJob} from './import-run.js'
import {closingAll, openSources} from './import-sources.js'
import {readSound, serveBackup, type Serving} from './serve-backup.js'

export type VerifyContext = Omit<ImportContext, 'show' | 'confirm' | 'stateFolder'> & Serving

/**
 * Compares every key of a backup with a cluster; changes nothing. Throws USAGE and REFUSED for a backup that is not
 * sound, UNHEALTHY for a cluster that does not serve all slots, and CANCELLED if it is interrupted.
 */
export async function verify(
  dir: string,
  seed: Address,
  {settings, allowIncomplete}: {readonly settings: ImportSettings; readonly allowIncomplete: boolean},
  context: VerifyContext,
): Promise<VerifyOutcome> {
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy({snapshot: cluster, findings: runChecks(cluster), ...context}, [], 'verifying')
  await using served = await serveBackup(await readSound(dir, allowIncomplete), cluster, context)
  const {signal, explain} = context
  const patience = {limitMs: settings.patienceMs, signal, onLost: () => undefined}
  const opened = await openSources({kind: 'servers', name: dir, servers: served.servers}, patience, explain)
  await using _closing = closingAll(opened)
  const owners = new Owners(session, cluster, settings.timeoutMs + context.connection.commandTimeoutMs)
  const planned = await planLanes(opened, owners, {settings, databases: undefined})
  const job = startJob(planned, owners, {...context, settings})
  const lanes = planned.map(({opened: {source}, tally}) => openLane(job, source, {...tally}))
  const files = await Promise.all(lanes.map((lane) => compare(lane)))
  if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Interrupted; nothing was changed.')
  return {
    status: files.every(({different, missing}) => different + missing === 0) ? 'same' : 'different',
    dir,
    files,
    clusterKeys: (await owners.counts()).keys,
    troubles: allTroubles(lanes),
  }
}

async function compare(lane: Lane): Promise<FileTally> {
  const {source, from: db, keys} = lane.tally
  return {file: source, db, keys, ...(await verifyDatabase(lane))}
}
