import {progressDocument} from '../contract/event.js'
import type {NodeId} from '../domain/node.js'
import type {Event, Listener} from '../domain/outcome.js'
import {bar} from './bar.js'
import {followLine} from './follow-text.js'
import {restText} from './control-text.js'
import {type MoveHead, moveLine} from './move-line.js'
import {importLine} from './import-text.js'
import type {NameOf} from './names.js'
import {describeStep} from './step-text.js'
import {list, printable} from './words.js'

/**
 * Shows what happens while steps run. Call `stop` before anything else is written to the terminal; the display
 * continues with the next event.
 */
export type Progress = {readonly listener: Listener; readonly stop: () => void}

/** Shows nothing. */
export const silentProgress: Progress = {listener: () => undefined, stop: () => undefined}

/** For logs: a line for each step that starts or fails, and for each new thing that is waited for. */
export function plainProgress(write: (text: string) => void, nameOf: NameOf = shortId): Progress {
  let last = ''
  let told = 0
  const listener: Listener = (event) => {
    const now = performance.now()
    if (isOverall(event)) {
      if (now - told < PLAIN_EVERY_MS) return
      told = now
    }
    const text = describeEvent(event, nameOf)
    if (text === undefined || text === last) return
    last = text
    write(`${text}\n`)
  }
  return {listener, stop: () => undefined}
}

/** Each event as one JSON document per line, with the time; of a running move at most ten per second. */
export function ndjsonProgress(write: (text: string) => void): Progress {
  const last = new Map<number, number>()
  const listener: Listener = (event) => {
    const now = Date.now()
    if (event.type === 'move-progress' || isOverall(event)) {
      const index = event.type === 'move-progress' ? event.index : 0
      if (now - (last.get(index) ?? 0) < NDJSON_EVERY_MS) return
      last.set(index, now)
    }
    write(`${JSON.stringify(progressDocument(event, new Date(now).toISOString()))}\n`)
  }
  return {listener, stop: () => undefined}
}

const NDJSON_EVERY_MS = 100
const PLAIN_EVERY_MS = 5000

export type SpinnerOptions = {
  readonly nameOf?: NameOf
  readonly stream?: NodeJS.WritableStream & {readonly columns?: number}
}

/** One line that changes, from the first event on; on stderr if no other stream is given. Loads ora. */
export async function spinnerProgress({nameOf = shortId, stream}: SpinnerOptions = {}): Promise<Progress> {
  const {default: ora} = await import('ora')
  // A spinner that uses stdin would put the terminal in raw mode, and Ctrl-C would no longer be a signal.
  const spinner = ora({discardStdin: false, color: false, ...(stream && {stream})})
  const running = new Map<number, RunningStep>()
  let rest: string[] = []
  const listener: Listener = (event) => {
    const described = describeEvent(event, nameOf)
    const isCounted = event.type !== 'follow-progress' && isOverall(event)
    const text = isCounted ? `${overallBar(event.progress)} ${described}` : described
    // The spinner itself takes two columns.
    const width = ((stream ?? process.stderr).columns || 80) - 2
    keepTrack(running, event, {text, nameOf, width})
    if (event.type === 'rest') rest = restLines(event, width)
    const lines = [...rest, ...linesOf(running, width)]
    const shown = lines.length > 0 ? lines.join('\n  ') : text?.slice(0, width)
    if (shown === undefined) return
    spinner.text = shown
    if (!spinner.isSpinning) spinner.start()
  }
  return {listener, stop: () => void spinner.stop()}
}

/** Why nothing moves, above the lines of the steps. */
function restLines({rest}: Event & {type: 'rest'}, width: number): string[] {
  return rest ? [restText(rest).slice(0, width)] : []
}

/** The lines of running steps, as many as may be shown. */
function linesOf(running: ReadonlyMap<number, RunningStep>, width: number): string[] {
  const lines = [...running.values()].slice(0, SHOWN).map(({line}) => line.slice(0, width))
  return running.size > SHOWN ? [...lines, `… and ${running.size - SHOWN} more`] : lines
}

type OverallEvent = Extract<Event, {readonly type: 'import-progress' | 'scan-progress' | 'follow-progress'}>

/** Whether an event says how far all the work has come, and not that of one step. */
function isOverall(event: Event): event is OverallEvent {
  return ['import-progress', 'scan-progress', 'follow-progress'].includes(event.type)
}

function overallBar({keys, keysTotal}: {readonly keys: number; readonly keysTotal: number}): string {
  return bar(keys / Math.max(1, keysTotal), OVERALL_BAR)
}

const OVERALL_BAR = 20

/** A running step with its line; for a move, the line contains the progress. */
type RunningStep = {readonly head: MoveHead | undefined; readonly since: number; readonly line: string}

/** Number of lines: a terminal has few, and one that scrolls cannot be drawn over. */
const SHOWN = 8

type Showing = {readonly text: string | undefined; readonly nameOf: NameOf; readonly width: number}

function keepTrack(running: Map<number, RunningStep>, event: Event, {text, nameOf, width}: Showing): void {
  const now = performance.now()
  if (event.type === 'step-started' && text !== undefined) {
    running.set(event.index, {head: headOf(event, nameOf), since: now, line: text})
  }
  if (event.type === 'step-finished') running.delete(event.index)
  if (event.type !== 'move-progress') return
  const step = running.get(event.index)
  if (!step?.head) return
  const line = moveLine(step.head, event.progress, {elapsedMs: now - step.since, width})
  running.set(event.index, {...step, line})
}

function headOf(event: Event & {type: 'step-started'}, nameOf: NameOf): MoveHead | undefined {
  const {step} = event
  if (step.kind !== 'migrate-slots') return undefined
  return {position: position(event), source: nameOf(step.source), target: nameOf(step.target)}
}

type DescribeEvent<T extends Event['type']> = (event: Event & {type: T}, nameOf: NameOf) => string | undefined

const DESCRIPTIONS: {readonly [T in Event['type']]: DescribeEvent<T>} = {
  waiting: ({what, missing}, nameOf) => `Waiting: ${printable(what)}${missingPart(missing, nameOf)}`,
  'step-started': (event, nameOf) => `${position(event)} ${describeStep(event.step, nameOf)}`,
  'step-finished': (event, nameOf) => {
    const {step, status, error} = event.result
    if (status !== 'failed') return undefined
    return `${position(event)} Failed: ${describeStep(step, nameOf)}: ${printable(error ?? 'unknown reason')}`
  },
  note: ({index, text}) => `[${index + 1}] ${printable(text)}`,
  'import-progress': ({progress}) => importLine(progress),
  'follow-progress': ({progress}) => followLine(progress),
  'scan-progress': ({progress}) => importLine({...progress, pauseMs: undefined}),
  'move-progress': () => undefined,
  'slots-opening': () => undefined,
  'key-copying': () => undefined,
  'slots-moved': () => undefined,
  rest: ({rest}) => (rest ? restText(rest) : 'Going on.'),
}

function describeEvent(event: Event, nameOf: NameOf): string | undefined {
  return (DESCRIPTIONS[event.type] as DescribeEvent<Event['type']>)(event, nameOf)
}

function position({index, total}: {readonly index: number; readonly total: number}): string {
  return `[${index + 1}/${total}]`
}

function missingPart(missing: readonly NodeId[], nameOf: NameOf): string {
  return missing.length === 0 ? '' : ` (${list(missing.map(nameOf))})`
}

function shortId(id: NodeId): string {
  return id.slice(0, 8)
}
