import {ClusterToolError} from '../domain/errors.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {ChangeContext} from './change.js'

/**
 * Does what follows after something was changed. If the user has stopped it or answered no, or if it fails, returns a
 * sentence that says so instead: the error itself would say that nothing was changed.
 */
export async function tryNext(
  next: () => Promise<ChangeOutcome>,
  {signal}: Pick<ChangeContext, 'signal'>,
): Promise<ChangeOutcome | string> {
  if (signal.aborted) return STOPPED
  try {
    const outcome = await next()
    return outcome.status === 'cancelled' ? DECLINED : outcome
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    return error.code === 'CANCELLED' ? STOPPED : `The rest was not done: ${ofTheRest(error.message)}`
  }
}

const STOPPED = 'Stopped before the next round, as requested; the rest was not done.'

const DECLINED = 'The rest was not done, because the answer was no.'

function ofTheRest(message: string): string {
  return message.replace(/\bnothing was (changed|done)\b/i, 'nothing more was $1')
}

/** An outcome to which nothing was added, for a reason that a note gives. */
export function tellEnd(
  outcome: ChangeOutcome,
  why: string,
  {onEvent}: Pick<ChangeContext, 'onEvent'>,
): ChangeOutcome {
  const last = outcome.steps.length - 1
  onEvent({type: 'note', index: Math.max(0, last), text: why})
  const steps = outcome.steps.map((result, at) =>
    at === last ? {...result, notes: [...(result.notes ?? []), why]} : result,
  )
  return {...outcome, steps, status: 'incomplete'}
}
