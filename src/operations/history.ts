import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {operationName} from '../domain/operation-words.js'
import type {JudgedOperation} from '../domain/operation.js'
import {writeDismissal} from '../journal/dismiss.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {atWork, type JudgedJournals, noSuchOperation, operationsOn} from './operations.js'

type HistoryContext = {readonly connection: ConnectionOptions; readonly stateFolder: string}

/**
 * What was done to a cluster from this machine, oldest first. Throws UNREACHABLE or REFUSED if the seed cannot be
 * used.
 */
export async function history(
  seed: Address,
  {connection, stateFolder}: HistoryContext,
): Promise<JudgedJournals> {
  await using session = openSession(connection)
  return await operationsOn(stateFolder, {session, snapshot: await takeSnapshot(session, seed)})
}

/**
 * Dismisses an interrupted operation and returns it. Throws as `history` does, USAGE if there is no operation with
 * that id, and REFUSED if it is running or has finished.
 */
export async function dismiss(
  seed: Address,
  id: string,
  context: HistoryContext,
): Promise<{readonly dismissed: JudgedOperation; readonly journals: JudgedJournals}> {
  const {operations} = await history(seed, context)
  const operation = operations.find((one) => one.id === id)
  if (!operation) throw noSuchOperation(id)
  if (operation.standing === 'running') throw atWork(operation)
  if (operation.status !== 'unfinished' && operation.status !== 'incomplete') {
    throw new ClusterToolError(
      'REFUSED',
      `${operationName(operation)} is already done; there is nothing to dismiss.`,
    )
  }
  if (!operation.dismissed) await writeDismissal(context.stateFolder, id)
  const journals = await history(seed, context)
  return {dismissed: operation, journals}
}
