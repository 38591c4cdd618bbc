import type {Plan, Step, StepResult} from '../domain/plan.js'
import type {Execution} from './execution.js'
import {runStep, SIDE_BY_SIDE} from './runners.js'

/**
 * Runs the steps in order; neighbours of one kind that do not touch each other run side by side.
 * Returns what became of every step and never throws: after a failure the rest is `not-run`.
 */
export async function execute(plan: Plan, execution: Execution): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const group of groupSteps(plan.steps)) {
    const stopped = execution.signal.aborted || results.some(({status}) => status !== 'done')
    const first = results.length
    results.push(...(await Promise.all(group.map((step, at) => runOne(step, first + at)))))

    async function runOne(step: Step, index: number): Promise<StepResult> {
      if (stopped) return {step, status: 'not-run', error: undefined, milliseconds: 0}
      const total = plan.steps.length
      execution.onEvent({type: 'step-started', step, index, total})
      const result = await timeStep(step, execution)
      execution.onEvent({type: 'step-finished', result, index, total})
      return result
    }
  }
  return results
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

async function timeStep(step: Step, execution: Execution): Promise<StepResult> {
  const start = performance.now()
  const milliseconds = () => Math.round(performance.now() - start)
  try {
    await runStep(step, execution)
    return {step, status: 'done', error: undefined, milliseconds: milliseconds()}
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {step, status: 'failed', error: message, milliseconds: milliseconds()}
  }
}
