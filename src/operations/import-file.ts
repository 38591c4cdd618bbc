import type {Address} from '../domain/address.js'
import type {ImportOutcome} from '../domain/import.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {importKeys, type ImportOptions} from './import.js'
import type {RestoreContext} from './restore.js'
import {serveFor} from './serve-backup.js'

/**
 * Imports the keys of an RDB file: a server on this machine loads it, and its keys are imported. Throws REFUSED if no
 * server program can read it and write keys that the cluster understands, and as `importKeys` does.
 */
export async function importFile(
  seed: Address,
  path: string,
  options: ImportOptions,
  context: RestoreContext,
): Promise<ImportOutcome> {
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  await using served = await serveFor(cluster, path, context.serve)
  const {address, password} = served
  const connection = {...context.connection, user: undefined, password, tls: undefined, addressMap: []}
  const place = {kind: 'servers' as const, name: path, servers: [{name: path, address, connection}]}
  // The server ends with this run, so deleting its keys would be useless.
  const copying = {...options, settings: {...options.settings, copy: true}}
  return await importKeys(seed, place, copying, context)
}
