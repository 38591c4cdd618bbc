import type {StepResult} from '../domain/step.js'
import {execute} from '../execution/execute.js'
import type {Execution} from '../execution/execution.js'

/** The longest time that a user who pressed Ctrl-C has to wait. */
const AGREE_LIMIT_MS = 10_000

/**
 * After the user stopped it: makes nodes agree on what was done, as the plan would have at its end, because a
 * snapshot before that shows temporary disagreement. Returns the results with that step done, or unchanged.
 */
export async function agreeAfterStop(
  results: readonly StepResult[],
  execution: Omit<Execution, 'saveKeys' | 'runCommand'>,
): Promise<readonly StepResult[]> {
  const agree = results.find(({step, status}) => step.kind === 'agree' && status !== 'done')
  const hasMoved = results.some(({move}) => (move?.moved.length ?? 0) > 0)
  if (agree?.step.kind !== 'agree' || !hasMoved) return results
  // Nodes that were to be removed are still members: nodes that do not have to forget them must not do so now.
  const {without: _leaving, ...step} = agree.step
  const [again] = await execute(
    {steps: [step]},
    {
      ...execution,
      joinLimitMs: Math.min(execution.joinLimitMs, AGREE_LIMIT_MS),
      runCommand: () => Promise.reject(new Error('agreeing runs no command')),
      saveKeys: () => Promise.reject(new Error('agreeing deletes no keys')),
    },
  )
  return results.map((result) =>
    result === agree && again?.status === 'done' ? {...again, step: agree.step} : result,
  )
}
