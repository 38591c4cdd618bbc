import type {StepResult} from '../domain/step.js'
import {countSlots} from '../domain/slot.js'
import {count} from '../domain/count.js'

/** How far a change had come when the user stopped it. */
export function stoppedText(steps: readonly StepResult[]): string {
  const moves = steps.filter(({step}) => step.kind === 'migrate-slots')
  if (moves.length === 0) {
    const done = steps.filter(({status}) => status === 'done').length
    return `Stopped after ${done} of ${count(steps.length, 'step')}, as requested.`
  }
  const total = moves.reduce(
    (sum, {step}) => sum + (step.kind === 'migrate-slots' ? countSlots(step.ranges) : 0),
    0,
  )
  const moved = moves.reduce((sum, {move}) => sum + countSlots(move?.moved ?? []), 0)
  const open = moves.some(({move}) => (move?.open.length ?? 0) > 0)
  return `Stopped after ${moved} of ${count(total, 'slot')}, as requested${open ? '.' : '; no slot is left open.'}`
}
