import type {Address} from '../domain/address.js'
import type {InfoOutcome} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

/** Reads the cluster. The snapshot contains keys, slots and memory. Throws as `check` does. */
export async function info(seed: Address, connection: ConnectionOptions): Promise<InfoOutcome> {
  await using session = openSession(connection)
  return {snapshot: await takeSnapshot(session, seed)}
}
