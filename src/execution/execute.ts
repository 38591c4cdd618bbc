import {messageOf} from '../domain/errors.js'
import {isBug} from '../domain/bug.js'
import type {Plan} from '../domain/plan.js'
import {settleAll} from '../domain/settle-all.js'
import type {Step, StepResult} from '../domain/step.js'
import {Control, type StepControl} from './control/control.js'
import {Epochs} from './epochs.js'
import type {Execution} from './execution.js'
import type {StepExecution, StepReport} from './step-execution.js'
import {InFlightBySource} from './move/in-flight.js'
import {MAY_REST, runStep, SIDE_BY_SIDE} from './runners.js'

/**
 * Runs the steps in order. Neighbours of one kind that concern different nodes run in parallel, and moves of slots
 * start as soon as the steps that they name are done. Returns the result of every step and never throws. If a step
 * fails, the steps that have not started are `not-run`, except those that may continue in spite of the failure.
 */
export async function execute(plan: Pick<Plan, 'steps'>, execution: Execution): Promise<StepResult[]> {
  const results: StepResult[] = []
  let halted = false
  let failed = false
  const control = execution.runControl ?? new Control(execution.moving)
  const {moving} = control
  const shared = {moving, inFlight: new InFlightBySource(), epochs: new Epochs(plan.steps, execution)}
  for (const group of groupSteps(plan.steps)) await runGroup(group)
  return results

  async function runGroup(group: readonly Step[]): Promise<void> {
    const first = results.length
    const running: Promise<void>[] = []
    group.forEach((step, at) => {
      const after = step.kind === 'migrate-slots' ? step.after : []
      const before = after.map((index) => running[index - first] ?? Promise.resolve())
      running.push(Promise.all(before).then(() => runNext(step, first + at)))
    })
    // Waits for all of them: steps that are still running close what they have opened.
    await settleAll(running)
    halted ||= failed
  }

  async function runNext(step: Step, index: number): Promise<void> {
    const total = plan.steps.length
    const own = control.begin(index)
    try {
      if (!halted && MAY_REST[step.kind]) await own.untilFree(execution.signal)
      if (execution.signal.aborted || halted) {
        results[index] = {step, status: 'not-run', error: undefined, milliseconds: 0}
        return
      }
      execution.onEvent({type: 'step-started', step, index, total})
      await runOne(step, index, own)
    } finally {
      control.end(index)
    }
  }

  async function runOne(step: Step, index: number, own: StepControl): Promise<void> {
    const total = plan.steps.length
    const {result, goesOn} = await timeStep(step, index, {...execution, ...shared, control: own})
    results[index] = result
    if (goesOn !== 'all') failed = true
    if (goesOn === 'none') halted = true
    execution.onEvent({type: 'step-finished', result, index, total})
  }
}

function groupSteps(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (last && last[0]?.kind === step.kind && SIDE_BY_SIDE[step.kind]) last.push(step)
    else groups.push([step])
  }
  return groups
}

async function timeStep(
  step: Step,
  index: number,
  execution: Execution & Pick<StepExecution, 'inFlight' | 'epochs' | 'control'>,
): Promise<{readonly result: StepResult; readonly goesOn: 'all' | 'neighbours' | 'none'}> {
  const start = performance.now()
  const notes: string[] = []
  const report = await runStep(step, {
    ...execution,
    tellProgress: (progress) => execution.onEvent({type: 'move-progress', index, progress}),
    tellSlots: (state, ranges) => execution.onEvent({type: `slots-${state}`, index, ranges}),
    tellCopy: (copy) => execution.onEvent({type: 'key-copying', index, copy}),
    tellNote: (text) => {
      notes.push(text)
      execution.onEvent({type: 'note', index, text})
    },
  }).catch((error: unknown): StepReport => {
    if (isBug(error)) execution.onBug?.(error)
    return {error: messageOf(error)}
  })
  const result = resultOf(step, report ?? {}, {notes, milliseconds: Math.round(performance.now() - start)})
  return {result, goesOn: result.status === 'done' ? 'all' : (report?.goesOn ?? 'none')}
}

function resultOf(
  step: Step,
  {error, move, switchOver, restart}: StepReport,
  {notes, milliseconds}: {readonly notes: readonly string[]; readonly milliseconds: number},
): StepResult {
  return {
    step,
    status: error === undefined ? 'done' : 'failed',
    error,
    milliseconds,
    ...(move && {move}),
    ...(switchOver && {switchOver}),
    ...(restart && {restart}),
    ...(notes.length > 0 && {notes}),
  }
}
