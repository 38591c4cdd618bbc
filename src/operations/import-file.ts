import type {Address} from '../domain/address.js'
import type {ImportOutcome} from '../domain/import.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {importKeys, type ImportOptions} from './import.js'
import type {SourcePlace} from './import-sources.js'
import type {RestoreContext} from './restore.js'
import {type Serving, serveFor} from './serve-backup.js'

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
  await using file = await placeOfFile(cluster, path, context)
  // The server ends with this run, so deleting its keys would be useless.
  const copying = {...options, settings: {...options.settings, copy: true}}
  return await importKeys(seed, file.place, copying, context)
}

/** Lets a server on this machine load an RDB file, as a source; the server ends with the scope. Throws REFUSED. */
export async function placeOfFile(
  cluster: ClusterSnapshot,
  path: string,
  {connection, serve}: Pick<Serving, 'serve'> & {readonly connection: ConnectionOptions},
): Promise<AsyncDisposable & {readonly place: SourcePlace}> {
  const served = await serveFor(cluster, path, serve)
  const {address, password} = served
  const own = {...connection, user: undefined, password, tls: undefined, addressMap: []}
  return {
    place: {kind: 'servers', name: path, servers: [{name: path, address, connection: own}]},
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  }
}
