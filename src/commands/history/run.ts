import {localContext} from '../../cli/local-context.js'
import {endEvenIfUnread} from '../../cli/streams.js'
import {historyEventDocument} from '../../contract/history-event.js'
import type {Address} from '../../domain/address.js'
import type {JournalEvent} from '../../domain/journal-event.js'
import {followHistory} from '../../operations/follow-history.js'
import {dismiss, history} from '../../operations/history.js'
import type {JudgedJournals} from '../../operations/operations.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {eventText} from './event-text.js'

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

/** Prints what is recorded from now on, until the signal is aborted or nobody reads it any more. */
export async function runFollow(
  seed: Address,
  connection: ConnectionOptions,
  {signal, json}: {readonly signal: AbortSignal; readonly json: boolean},
): Promise<void> {
  const {stateFolder, operator} = localContext()
  const gone = new AbortController()
  process.stdout.once('error', () => gone.abort())
  const onEvent = (event: JournalEvent) => {
    const line = json ? JSON.stringify(historyEventDocument(event)) : eventText(event)
    process.stdout.write(`${line}\n`)
  }
  const end = AbortSignal.any([signal, gone.signal])
  await followHistory(seed, {connection, stateFolder, host: operator.host, signal: end, onEvent})
  endEvenIfUnread(signal)
}
