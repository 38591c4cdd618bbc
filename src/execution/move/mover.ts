import {messageOf} from '../../domain/errors.js'
import {isBug} from '../../domain/bug.js'
import type {MoveReport} from '../../domain/move.js'
import type {StepOf} from '../../domain/step.js'
import type {StepExecution} from '../step-execution.js'

/** The result of a move. With an error, some slots are open or unmoved. */
export type MoveResult = MoveReport & {
  readonly error: string | undefined
  /** There was no failure: slots were not moved for a reason of their own, such as a key that differs. */
  readonly leftAlone?: true
}

/**
 * Moves the slots of a step by one method. Never rejects: an error is part of the result, together with what was
 * moved. When the signal is aborted, it finishes what is in progress, leaves nothing open, and reports that as an
 * error.
 */
export type Mover = (step: StepOf<'migrate-slots'>, execution: StepExecution) => Promise<MoveResult>

/** The result of a move that could not start. */
export function nothingMoved(
  {ranges, method}: StepOf<'migrate-slots'>,
  error: unknown,
  execution: Pick<StepExecution, 'onBug'>,
): MoveResult {
  const none = {moved: [], open: [], unmoved: ranges, keys: 0, bytes: undefined, longestPauseMs: undefined}
  return {method, ...none, error: reasonFor(error, execution)}
}

/**
 * The reason for an error. A bug is also reported to `onBug`, so that it is not mistaken for something that a server
 * said.
 */
export function reasonFor(error: unknown, {onBug}: Pick<StepExecution, 'onBug'>): string {
  if (isBug(error)) onBug?.(error)
  return messageOf(error)
}
