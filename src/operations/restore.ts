import {messageOf} from '../domain/errors.js'
import type {Address} from '../domain/address.js'
import type {Backup} from '../domain/backup.js'
import {isBug} from '../domain/bug.js'
import type {ImportOutcome} from '../domain/import.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {openSession, type Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {importKeys, type ImportOptions} from './import.js'
import {type ImportContext} from './import-context.js'
import {readSound, serveBackup, type Serving} from './serve-backup.js'

export type RestoreOptions = ImportOptions & {readonly allowIncomplete: boolean}

export type RestoreContext = ImportContext & Serving

/**
 * Restores the keys of a backup into a cluster of any shape: a server on this machine loads each file, and its keys
 * are imported; then functions. Throws USAGE and REFUSED for a backup that is not sound, and as `importKeys` does.
 */
export async function restore(
  dir: string,
  seed: Address,
  {allowIncomplete, ...options}: RestoreOptions,
  context: RestoreContext,
): Promise<ImportOutcome> {
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  const backup = await readSound(dir, allowIncomplete)
  await using served = await serveBackup(backup, cluster, context)
  const place = {kind: 'servers' as const, name: dir, servers: served.servers}
  const outcome = await importKeys(seed, place, options, context)
  if (outcome.status === 'planned' || outcome.status === 'incomplete') return outcome
  const notes: string[] = []
  const failure = await restoreFunctions(
    {session, cluster, backup},
    options.settings.existing === 'replace',
    (text) => notes.push(text) && context.onEvent({type: 'note', index: 0, text}),
  )
  const told = {...outcome, notes: [...outcome.notes, ...notes]}
  return failure === undefined ? told : {...told, status: 'incomplete', stopped: failure}
}

/**
 * All shards normally have the same functions, so those of the first one that saved some are used. Returns why it
 * failed.
 */
async function restoreFunctions(
  {session, cluster, backup}: {session: Session; cluster: ClusterSnapshot; backup: Backup},
  replace: boolean,
  note: (text: string) => void,
): Promise<string | undefined> {
  const saved = backup.nodes.find(({functions}) => functions !== undefined)?.functions
  if (saved === undefined) return undefined
  const primaries = reachablePrimaries(cluster).map(({id}) => session.node(id))
  const present = await Promise.all(primaries.map((node) => node.functions()))
  // An interrupted run has left some primaries without functions.
  const without = primaries.filter((_, at) => (present[at] ?? []).length === 0)
  const targets = replace ? primaries : without
  if (targets.length === 0) {
    note(
      'The functions of the backup were not restored: the cluster has functions, and --replace was not given.',
    )
    return undefined
  }
  try {
    const dump = Buffer.from(saved, 'base64')
    await Promise.all(targets.map((node) => node.restoreFunctions(dump)))
    note(`The functions of the backup were restored on ${targets.length} of ${primaries.length} primaries.`)
    return undefined
  } catch (error) {
    if (isBug(error)) throw error
    return `the functions of the backup were not restored everywhere: ${messageOf(error)}`
  }
}
