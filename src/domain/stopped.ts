import type {StepResult} from './step.js'

/** Whether it ended early only because the user stopped it. */
export function wasStopped(steps: readonly StepResult[]): boolean {
  return (
    steps.some(({status}) => status !== 'done') &&
    steps.every((result) => result.status !== 'failed' || isStopped(result))
  )
}

/**
 * Whether this step ended early only because it was stopped, and not because of an error. Journals of older versions say
 * "as asked".
 */
export function isStopped({status, error}: StepResult): boolean {
  return (
    status === 'failed' &&
    /^(stopped after .*, as (requested|asked)|Interrupted while waiting: .*)$/s.test(error ?? '')
  )
}
