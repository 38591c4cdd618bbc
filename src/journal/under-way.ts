import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {movedBy, type Operation} from '../domain/operation.js'
import {type Presence, presenceName} from '../domain/operator.js'
import {countSlots} from '../domain/slot.js'

/** The journal of a clustertool that is running on this machine: its plan, and how many slots have moved. */
export type JournalUnderWay = {readonly operation: Operation; readonly movedSlots: number}

/** The journal of a running clustertool; undefined if it is not in this folder. */
export async function journalOf(folder: string, presence: Presence): Promise<JournalUnderWay | undefined> {
  const names = await readdir(folder).catch(() => [])
  const [name] = names
    .filter((one) => one.includes(`-${presence.pid}-`) && one.endsWith('.jsonl'))
    .toSorted()
    .toReversed()
  if (name === undefined) return undefined
  const text = await readFile(join(folder, name), 'utf8').catch(() => '')
  const {parseJournal} = await import('../contract/parsers/journal.js')
  const operation = parseJournal(name, text)
  if (typeof operation === 'string' || !isOf(operation, presence)) return undefined
  return {operation, movedSlots: countSlots(movedBy(operation))}
}

/** An earlier process may have had the same pid. */
function isOf({host, pid, startedAt, status}: Operation, presence: Presence): boolean {
  const own = {host, pid, startedAt: presence.startedAt, command: presence.command}
  return (
    status === 'unfinished' &&
    presenceName(own) === presenceName(presence) &&
    Date.parse(startedAt) >= presence.startedAt
  )
}
