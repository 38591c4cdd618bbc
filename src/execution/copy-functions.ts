import type {StepOf} from '../domain/plan.js'
import type {StepExecution} from './execution.js'

/** Not built yet. */
export function copyFunctions(_step: StepOf<'copy-functions'>, _execution: StepExecution): Promise<void> {
  return Promise.reject(new Error('not built yet'))
}
