import {groupBy} from '../domain/group.js'
import type {DumpedKey} from './dumped-key.js'
import {ReplyRefused} from './errors.js'
import {fieldOf} from './info.js'
import {keySlot} from './key-slot.js'
import {accept, type Command, type WireReply} from './wire.js'

/** A place in the history of a server's data: what it had applied when it was asked. */
export type HistoryPlace = {readonly replid: string; readonly offset: number}

/** A key as it was at a place of the replication stream. `value`: undefined if it does not exist. */
export type KeyAt = HistoryPlace & {readonly key: Buffer; readonly value: DumpedKey | Error | undefined}

/** The place in INFO replication; before Redis 4.0 the run id names the history. */
export function historyPlaceIn(text: string, runId: string | undefined): HistoryPlace {
  return {
    replid: fieldOf(text, 'master_replid') ?? runId ?? '',
    offset: Number(fieldOf(text, 'master_repl_offset') ?? 0),
  }
}

/**
 * Reads keys together with the place of the replication stream, in one transaction: what clients do before it is in the
 * values and before the place, and what they do later is behind both. `inCluster`: a transaction takes keys of one slot
 * only. Rejects with the error reply if transactions are refused.
 */
export async function dumpAt(
  keys: readonly Buffer[],
  inCluster: boolean,
  send: (commands: readonly Command[]) => Promise<WireReply[]>,
): Promise<KeyAt[]> {
  const groups = inCluster ? [...groupBy(keys, keySlot).values()] : [keys]
  const readFrom = performance.now()
  const commands = groups.flatMap(transactionOf)
  const replies = await send(commands)
  const readTo = performance.now()
  let at = 0
  return groups.flatMap((group) => {
    at += 2 * group.length + 3
    const replied = replies[at - 1]
    if (replied?.error) throw refusedIn(replies.slice(at - 2 * group.length - 3, at)) ?? replied.error
    const values = accept(replied) as unknown[]
    const place = historyPlaceIn(String(values.at(-1)), undefined)
    return group.map((key, index): KeyAt => {
      const [payload, left] = [values[2 * index], values[2 * index + 1]]
      return {...place, key, value: toValue(key, payload, left, {readFrom, readTo})}
    })
  })
}

function transactionOf(keys: readonly Buffer[]): Command[] {
  const reads = keys.flatMap((key): Command[] => [
    ['DUMP', key],
    ['PTTL', key],
  ])
  return [['MULTI'], ...reads, ['INFO', 'replication'], ['EXEC']]
}

/** The first error says more than the EXECABORT that follows it. */
function refusedIn(replies: readonly WireReply[]): ReplyRefused | undefined {
  return replies.find(({error}) => error)?.error
}

function toValue(
  key: Buffer,
  payload: unknown,
  left: unknown,
  times: Pick<DumpedKey, 'readFrom' | 'readTo'>,
): KeyAt['value'] {
  const error = [payload, left].find((one) => one instanceof Error)
  if (error instanceof Error) return new ReplyRefused(error.message)
  const ttlMs = Number(left)
  return payload === null || ttlMs === -2 ? undefined : {key, payload: payload as Buffer, ttlMs, ...times}
}
