import {localContext} from '../../cli/local-context.js'
import type {Address} from '../../domain/address.js'
import {dismiss, history} from '../../operations/history.js'
import type {JudgedJournals} from '../../operations/operations.js'
import type {ConnectionOptions} from '../../redis/connection.js'

/** What was done to the cluster from this machine. */
export function runHistory(seed: Address, connection: ConnectionOptions): Promise<JudgedJournals> {
  return history(seed, {connection, stateFolder: localContext().stateFolder})
}

/** Dismisses an operation. */
export function runDismiss(
  seed: Address,
  id: string,
  connection: ConnectionOptions,
): ReturnType<typeof dismiss> {
  return dismiss(seed, id, {connection, stateFolder: localContext().stateFolder})
}
