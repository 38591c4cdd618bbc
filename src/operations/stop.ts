import type {StepResult} from '../domain/step.js'
import {execute} from '../execution/execute.js'
import type {Execution} from '../execution/execution.js'

/** What a user who pressed Ctrl-C is kept waiting for at most. */
const AGREE_LIMIT_MS = 10_000

/**
 * After a stop that was asked for: makes nodes agree on what was done, as the plan would have at its end; a look at them
 * before that finds disagreement that passes. Returns the results with that step done, or as they were. `stop` ends it.
 */
export async function agreeAfterStop(
  results: readonly StepResult[],
  execution: Omit<Execution, 'saveKeys'>,
): Promise<readonly StepResult[]> {
  const agree = results.find(({step, status}) => step.kind === 'agree' && status !== 'done')
  const hasMoved = results.some(({move}) => (move?.moved.length ?? 0) > 0)
  if (agree?.step.kind !== 'agree' || !hasMoved) return results
  // Nodes that were to be removed are members still: who was not made to forget them must not do so now.
  const {without: _leaving, ...step} = agree.step
  const [again] = await execute(
    {steps: [step]},
    {
      ...execution,
      joinLimitMs: Math.min(execution.joinLimitMs, AGREE_LIMIT_MS),
      saveKeys: () => Promise.reject(new Error('agreeing deletes no keys')),
    },
  )
  return results.map((result) =>
    result === agree && again?.status === 'done' ? {...again, step: agree.step} : result,
  )
}
