import type {ControlChange} from '../../domain/control.js'
import {FORMAT_VERSION, type Operation, type RecordedStep} from '../../domain/operation.js'
import {type SlotRange, slotsOf, toRanges} from '../../domain/slot.js'
import {DISMISSED} from '../journal.js'
import {type BegunLine, begunLine, type EventLine, eventLine} from '../schemas/journal.js'
import {envelopeProblem, parseJson, type Read, read} from './read.js'
import {toSavedPlan} from './saved-plan.js'

/** A line that is not empty; without a document where it is cut off. */
type JournalLine = {readonly number: number; readonly document: Fields | undefined}
type Fields = {readonly type?: unknown; readonly status?: unknown}

const WANTED = {format: 'clustertool-journal', version: FORMAT_VERSION}
const KNOWN: ReadonlySet<unknown> = new Set(eventLine.options.map(({entries}) => entries.type.literal))

/**
 * An operation from the lines of its journal, or a text that says why there is none. The last line of a process that
 * was killed may be incomplete.
 */
export function parseJournal(name: string, text: string): Operation | string {
  const lines = text.split('\n').flatMap(toLine)
  const first = lines[0]?.document
  if (first?.type !== 'begun') return `${name} is truncated in its first line, or is not a journal`
  const {value, problem} = readLines(first, lines)
  return problem === undefined
    ? toOperation(name, value.begun, value.events)
    : `${name} is not a journal of clustertool: ${problem}`
}

function readLines(
  first: Fields,
  lines: readonly JournalLine[],
): Read<{readonly begun: BegunLine; readonly events: readonly EventLine[]}> {
  const other = envelopeProblem(first, WANTED)
  if (other !== undefined) return {problem: other}
  const begun = read(begunLine, first)
  if (begun.problem !== undefined) return {problem: `line ${lines[0]?.number}: ${begun.problem}`}
  const cut = cutOff(lines)
  if (cut !== undefined) return {problem: `line ${cut} is truncated or is not JSON`}
  const events = readEvents(lines.slice(1))
  return events.problem === undefined ? {value: {begun: begun.value, events: events.value}} : events
}

function readEvents(lines: readonly JournalLine[]): Read<readonly EventLine[]> {
  const events: EventLine[] = []
  for (const {number, document} of lines) {
    // A later version may write lines that this version does not know.
    if (!document || !KNOWN.has(document.type)) continue
    const event = read(eventLine, document)
    if (event.problem !== undefined) return {problem: `line ${number}: ${event.problem}`}
    events.push(event.value)
  }
  return {value: events}
}

/** The number of a line that is cut off and that is not the last. */
function cutOff(lines: readonly JournalLine[]): number | undefined {
  const at = lines.findIndex(({document}) => document === undefined)
  const isLast = lines.slice(at).every(({document}) => !document || isDismissal(document))
  return at < 0 || isLast ? undefined : lines[at]?.number
}

/** The only line that can follow one that was cut off: a killed process writes no more. */
function isDismissal({type, status}: Fields): boolean {
  return type === 'ended' && status === DISMISSED
}

function toLine(text: string, at: number): JournalLine[] {
  if (text === '') return []
  const document = parseJson(text)
  return [
    {number: at + 1, document: typeof document === 'object' && document !== null ? document : undefined},
  ]
}

function toOperation(name: string, begun: BegunLine, events: readonly EventLine[]): Operation {
  const {at, host, pid, process, processStartedAt, of} = begun
  const endings = events.flatMap((event) => (event.type === 'ended' ? [event] : []))
  const ended = endings.flatMap(({status, at}) => (status === DISMISSED ? [] : [{status, at}]))[0]
  return {
    ...toSavedPlan(begun),
    id: name.replace(/\.jsonl$/, ''),
    startedAt: at,
    host,
    pid,
    process,
    processStartedAt,
    of,
    dismissed: endings.some(({status}) => status === DISMISSED),
    status: ended?.status ?? 'unfinished',
    milliseconds: ended ? Date.parse(ended.at) - Date.parse(at) : undefined,
    changed: changedBy(events),
    results: resultsOf(events),
  }
}

/** What was changed last counts. */
function changedBy(events: readonly EventLine[]): ControlChange | undefined {
  const changes = events.flatMap((event) => (event.type === 'settings-changed' ? [event.settings] : []))
  return changes.length > 0 ? Object.assign({}, ...changes) : undefined
}

function resultsOf(events: readonly EventLine[]): RecordedStep[] {
  const moved = movedByStep(events)
  const results = new Map<number, RecordedStep>()
  for (const event of events) {
    if (event.type === 'step-started') {
      results.set(event.step, {index: event.step, status: 'begun', move: moved.get(event.step)})
    }
    if (event.type === 'step-finished') {
      const {step: index, status, move} = event
      results.set(index, {index, status, move: move ?? moved.get(index)})
    }
  }
  return [...results.values()].toSorted((a, b) => a.index - b.index)
}

/** What steps recorded while they moved slots, which is all that is known about a step that did not end. */
function movedByStep(events: readonly EventLine[]): ReadonlyMap<number, RecordedStep['move']> {
  const told = new Map<number, SlotRange[]>()
  for (const event of events) {
    if (event.type !== 'slots-moved') continue
    const known = told.get(event.step) ?? []
    for (const range of event.ranges) known.push(range)
    told.set(event.step, known)
  }
  return new Map([...told].map(([index, ranges]) => [index, {moved: toRanges(slotsOf(ranges))}]))
}
