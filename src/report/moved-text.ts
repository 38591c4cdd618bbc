import type {MoveReport} from '../domain/move.js'
import type {StepOf, StepResult} from '../domain/step.js'
import {countSlots} from '../domain/slot.js'
import {formatBytes} from './bytes.js'
import type {NameOf} from './names.js'
import {describeSlots} from './slots-text.js'
import {count} from '../domain/count.js'

/** A step that moved slots, with the result. */
type Moved = {
  readonly step: StepOf<'migrate-slots'>
  readonly result: StepResult
  readonly move: MoveReport
}

/** The moves that were started. */
function movedOf(steps: readonly StepResult[]): Moved[] {
  return steps.flatMap((result) => {
    const {step, move} = result
    return step.kind === 'migrate-slots' && move ? [{step, result, move}] : []
  })
}

/** `Moved 4096 slots with 75000 keys in 1.2 s.`; undefined if no move was started. */
export function briefTotals(steps: readonly StepResult[]): string | undefined {
  const moved = movedOf(steps)
  if (moved.length === 0) return undefined
  const slots = moved.reduce((sum, {move}) => sum + countSlots(move.moved), 0)
  const keys = moved.reduce((sum, {move}) => sum + move.keys, 0)
  return `Moved ${count(slots, 'slot')} with ${count(keys, 'key')} in ${durationText(elapsedMs(steps))}.`
}

function durationText(milliseconds: number): string {
  return milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

/** `Moved 4096 slots with 75000 keys (13.1M) in 1.2 s: 3413 slots/s, 62500 keys/s; longest pause 1.9 ms.` */
export function totalsLine(steps: readonly StepResult[]): string[] {
  const moved = movedOf(steps)
  if (moved.length === 0) return []
  const slots = moved.reduce((sum, {move}) => sum + countSlots(move.moved), 0)
  const keys = moved.reduce((sum, {move}) => sum + move.keys, 0)
  const bytes = moved.reduce((sum, {move}) => sum + (move.bytes ?? 0), 0)
  const pauses = moved.flatMap(({move}) => move.longestPauseMs ?? [])
  const seconds = Math.max(1, elapsedMs(steps)) / 1000
  const size = bytes > 0 ? ` (${formatBytes(bytes)})` : ''
  const pause = pauses.length > 0 ? `; longest pause ${Math.max(...pauses).toFixed(1)} ms` : ''
  const rate = (amount: number) => Math.round(amount / seconds)
  return [
    `Moved ${count(slots, 'slot')} with ${count(keys, 'key')}${size} in ${seconds.toFixed(1)} s: ` +
      `${rate(slots)} slots/s, ${rate(keys)} keys/s${pause}.`,
  ]
}

/** Slots that stayed open, and on which nodes. */
export function openLines(steps: readonly StepResult[], nameOf: NameOf): string[] {
  return movedOf(steps)
    .filter(({move}) => move.open.length > 0)
    .map(
      ({step, move}) =>
        `Left open, with keys on both sides: ${describeSlots(move.open)}, ` +
        `migrating on ${nameOf(step.source)} and importing on ${nameOf(step.target)}.`,
    )
}

/** Milliseconds from the first move to the last one: they run in parallel, each after those that it names. */
function elapsedMs(steps: readonly StepResult[]): number {
  const ends: number[] = []
  for (const {step, milliseconds} of steps) {
    const before = step.kind === 'migrate-slots' ? step.after.map((at) => ends[at] ?? 0) : []
    ends.push(step.kind === 'migrate-slots' ? Math.max(0, ...before) + milliseconds : 0)
  }
  return Math.max(0, ...ends)
}
