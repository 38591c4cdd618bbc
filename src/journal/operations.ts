import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {MoveReport} from '../domain/move.js'
import type {Operation, RecordedStep, SavedPlan} from '../domain/operation.js'
import {type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import {problemOf} from './plan-file.js'

/** Journals that could be read, oldest first, and what is wrong with the others. */
export type Journals = {readonly operations: readonly Operation[]; readonly problems: readonly string[]}

/** Reads all journals of the folder; none if it does not exist. */
export async function readJournals(folder: string): Promise<Journals> {
  const names = await readdir(folder).catch(() => [])
  const read = await Promise.all(
    names
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted()
      .map(async (name) => parseJournal(name, await readFile(join(folder, name), 'utf8').catch(() => ''))),
  )
  return {
    operations: read.flatMap((result) => (typeof result === 'string' ? [] : [result])),
    problems: read.flatMap((result) => (typeof result === 'string' ? [result] : [])),
  }
}

type Entry = {readonly type?: string; readonly at?: string} & Record<string, unknown>

/**
 * An operation from the lines of its journal, or a text that says why there is none. The last line of a process that
 * was killed may be incomplete.
 */
export function parseJournal(name: string, text: string): Operation | string {
  const entries = text.split('\n').flatMap((line): Entry[] => parseLine(line))
  const [first] = entries
  if (first?.type !== 'begun') return `${name} is cut off before its first line ended, or no journal at all`
  const problem = problemOf(first, 'clustertool-journal')
  if (problem !== undefined) return `${name} is not a journal of clustertool: ${problem}`
  const {at, host, pid, process, processStartedAt, of, ...saved} = first as unknown as SavedPlan &
    Pick<Operation, 'host' | 'pid' | 'process' | 'processStartedAt'> & {at: string; of?: string}
  const endings = entries.filter(({type}) => type === 'ended')
  const ended = endings.find(({status}) => status !== DISMISSED)
  return {
    ...saved,
    id: name.replace(/\.jsonl$/, ''),
    startedAt: at,
    host,
    pid,
    process,
    processStartedAt,
    of,
    dismissed: endings.some(({status}) => status === DISMISSED),
    status: (ended?.['status'] as Operation['status'] | undefined) ?? 'unfinished',
    milliseconds: ended ? Date.parse(String(ended.at)) - Date.parse(at) : undefined,
    results: resultsOf(entries),
  }
}

/** An end that the user adds later. Older versions read it as the end of an operation that had none. */
export const DISMISSED = 'dismissed'

function parseLine(line: string): Entry[] {
  if (line === '') return []
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null ? [entry as Entry] : []
  } catch {
    return []
  }
}

function resultsOf(entries: readonly Entry[]): RecordedStep[] {
  const moved = movedByStep(entries)
  const results = new Map<number, RecordedStep>()
  for (const {type, step, status, move} of entries) {
    const index = Number(step)
    const told = moved.get(index)
    if (type === 'step-started') results.set(index, {index, status: 'begun', move: told})
    if (type === 'step-finished') {
      results.set(index, {
        index,
        status: status as RecordedStep['status'],
        move: (move as MoveReport | undefined) ?? told,
      })
    }
  }
  return [...results.values()].toSorted((a, b) => a.index - b.index)
}

/** What steps recorded while they moved slots, which is all that is known about a step that did not end. */
function movedByStep(entries: readonly Entry[]): ReadonlyMap<number, RecordedStep['move']> {
  const told = new Map<number, SlotRange[]>()
  for (const {type, step, ranges} of entries) {
    if (type !== 'slots-moved') continue
    const index = Number(step)
    const known = told.get(index) ?? []
    known.push(...(ranges as readonly SlotRange[]))
    told.set(index, known)
  }
  return new Map([...told].map(([index, ranges]) => [index, {moved: toRanges(slotsOf(ranges))}]))
}
