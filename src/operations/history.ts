import type {Address} from '../domain/address.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import type {Journals} from '../journal/operations.js'
import {operationsOn} from './operations.js'

/** What was done to a cluster from this machine, oldest first. Throws UNREACHABLE or REFUSED for a seed of no use. */
export async function history(
  seed: Address,
  {connection, stateFolder}: {readonly connection: ConnectionOptions; readonly stateFolder: string},
): Promise<Journals> {
  await using session = openSession(connection)
  return await operationsOn(stateFolder, await takeSnapshot(session, seed))
}
