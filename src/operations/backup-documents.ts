import {unlessBug} from '../domain/bug.js'
import {whenServerError} from '../redis/errors.js'
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  type BackupNode,
  type BackupOutcome,
  type RdbRecord,
  toPairs,
} from '../domain/backup.js'
import {SEVERITY} from '../domain/finding.js'
import type {Node, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../domain/snapshot.js'
import {toBackupNode} from '../planning/backup.js'
import type {Session} from '../redis/session.js'
import {forgetBackup, readBackup, removeOldFiles, writeBackup} from '../storage/backup-folder.js'
import {keepRdb} from '../storage/rdb-file.js'
import type {BackupOptions} from './backup-fetch.js'

/** What a backup contains besides keys, by node, and what could not be read. */
export type Extras = {
  readonly of: ReadonlyMap<NodeId, Pick<BackupNode, 'acl_users' | 'functions'>>
  readonly notes: readonly string[]
}

/** Reads users and functions of all nodes that answer, in parallel. */
export async function readExtras(session: Session, snapshot: ClusterSnapshot): Promise<Extras> {
  const nodes = reachableNodes(snapshot)
  const read = await Promise.all(nodes.map(async (node) => [node.id, await extrasOf(session, node)] as const))
  const without = nodes.filter((_, index) => read[index]?.[1].acl_users === undefined)
  return {
    of: new Map(read),
    notes:
      without.length === 0
        ? []
        : [
            `ACL users are not in the backup: ${without.map(({address}) => address).join(', ')} did not list them.`,
          ],
  }
}

async function extrasOf(
  session: Session,
  {id, role}: Node,
): Promise<Pick<BackupNode, 'acl_users' | 'functions'>> {
  const client = session.node(id)
  const [users, libraries] = await Promise.all([
    client.aclUsers().catch(whenServerError(undefined)),
    // Replicas have those of their primary.
    role === 'primary' ? client.functions().catch(whenServerError(undefined)) : undefined,
  ])
  const dump =
    libraries && libraries.length > 0
      ? await client.dumpFunctions().catch(whenServerError(undefined))
      : undefined
  return {
    ...(users && {acl_users: users}),
    ...(dump && {functions: dump.toString('base64')}),
  }
}

export type Writing = {
  readonly extras: Extras
  /** ISO 8601. */
  readonly startedAt: string
  readonly options: BackupOptions
  readonly replaces: boolean
}

/**
 * Gives the RDB files their names and writes the documents, in an order in which neither is ever there without the
 * other.
 */
export async function writeDown(
  outcome: BackupOutcome,
  {extras, startedAt, options, replaces}: Writing,
): Promise<void> {
  const {dir, results, snapshot, status, findings} = outcome
  const old = replaces ? await readBackup(dir).catch(unlessBug) : undefined
  await forgetBackup(dir)
  const records = new Map<NodeId, RdbRecord>()
  for (const result of results) {
    if (result.status !== 'saved') continue
    await keepRdb({dir, file: result.source.file})
    records.set(result.source.primary, result.record)
  }
  const errors = findings.filter(({code}) => SEVERITY[code] === 'error').length
  const nodes = reachableNodes(snapshot).map((node): BackupNode => ({
    ...toBackupNode(node, {errors, rdb: records.get(node.id)}),
    ...extras.of.get(node.id),
    ...(status === 'incomplete' && {complete: false}),
  }))
  await writeBackup(dir, nodes, {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    clustertool: options.version,
    created_at: startedAt,
    finished_at: new Date().toISOString(),
    seed: nodeById(snapshot, snapshot.seed)?.address ?? '',
    complete: status === 'done',
    missing_slots: toPairs(outcome.missingSlots),
    uncertain_slots: toPairs(outcome.uncertainSlots),
    missing_nodes: missingNodes(outcome),
  })
  await removeOldFiles(dir, old?.files.values() ?? [], new Set([...records.values()].map(({file}) => file)))
}

function missingNodes({lost, results}: BackupOutcome) {
  const failed = results.flatMap((result) => {
    if (result.status !== 'failed') return []
    const {primary, primaryAddress} = result.source
    return [{name: primary, address: primaryAddress, reason: result.error}]
  })
  return [...lost.map(({id, address, reason}) => ({name: id, address, reason})), ...failed]
}
