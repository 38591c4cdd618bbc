import type {Address} from '../domain/address.js'
import type {CompareOutcome} from '../domain/compare.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {compare, type CompareContext} from './compare.js'
import type {CompareOptions} from './compare-sides.js'
import {placeOfFile} from './import-file.js'
import type {Serving} from './serve-backup.js'

/** Compares the keys of an RDB file with a cluster: a server on this machine loads it. Throws as `compare` does. */
export async function compareFile(
  path: string,
  seed: Address,
  options: CompareOptions,
  context: CompareContext & Serving,
): Promise<CompareOutcome> {
  await using session = openSession(context.connection)
  const cluster = await takeSnapshot(session, seed)
  await using file = await placeOfFile(cluster, path, context)
  return await compare(file.place, seed, options, context)
}
