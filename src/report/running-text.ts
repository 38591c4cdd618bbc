import {type ControlState, type ControlStatus, isHeldBack} from '../domain/control.js'
import {count} from '../domain/count.js'
import type {FindingOf} from '../domain/finding.js'
import {holdText} from './control-text.js'
import {printable} from './words.js'

/** What is known of a command that changes a cluster at present. */
type RunningCommand = Pick<
  FindingOf<'change-under-way'>,
  'command' | 'host' | 'pid' | 'startedAt' | 'suspended' | 'progress' | 'control'
>

/** Whether a command runs, since when, how far it is, and what makes it rest: sentences in one line. */
export function runningText(run: RunningCommand): string {
  const {command, host, pid, startedAt, suspended, progress, control} = run
  const state = control?.state ?? 'running'
  const verb = suspended ? 'suspended' : state
  const since = state === 'running' ? 'since' : 'started'
  return [
    `${printable(command)} is ${verb} on ${printable(host)}, process ${pid}, ${since} ${printable(startedAt)}` +
      `${progress ? `; ${progress.moved} of ${count(progress.total, 'slot')} moved` : ''}.`,
    ...(control && isHeldBack(control) ? [holdText(control)] : []),
  ].join(' ')
}

/** What whoever waits for it can do; undefined: nothing but wait. */
export function continuation(pid: number, state: ControlState | undefined): string | undefined {
  return state === 'paused' || state === 'pausing' ? `clustertool control ${pid} resume` : undefined
}

/** A line for each operation that does not go on by itself, or only later. */
export function restingLines(running: readonly ControlStatus[]): string[] {
  return running.filter(isHeldBack).map((status) => {
    const {operation, progress, state} = status
    const {slots, slotsMoved} = progress
    const text = runningText({
      ...operation,
      suspended: false,
      progress: slots > 0 ? {moved: slotsMoved, total: slots} : undefined,
      control: status,
    })
    const command = continuation(operation.pid, state)
    return command === undefined ? text : `${text} To continue it: ${command}`
  })
}
