import {messageOf} from '../../domain/errors.js'
import {isBug} from '../../domain/bug.js'
import type {MoveReport} from '../../domain/move.js'
import type {StepOf} from '../../domain/step.js'
import type {StepExecution} from '../step-execution.js'

/** A move that came to its end, or as far as it could: with an error some slots are open or unmoved. */
export type MoveEnding = MoveReport & {
  readonly error: string | undefined
  /** Nothing went wrong: slots were left alone for a reason that is theirs, such as a key that differs. */
  readonly leftAlone?: true
}

/**
 * Moves the slots of a step by one method. Never rejects: what went wrong is in the ending, with what was moved. When
 * the signal is aborted it finishes what is in hand, leaves nothing open and tells so as an error.
 */
export type Mover = (step: StepOf<'migrate-slots'>, execution: StepExecution) => Promise<MoveEnding>

/** The ending of a move that could not even begin. */
export function nothingMoved(
  {ranges, method}: StepOf<'migrate-slots'>,
  error: unknown,
  execution: Pick<StepExecution, 'onBug'>,
): MoveEnding {
  const none = {moved: [], open: [], unmoved: ranges, keys: 0, bytes: undefined, longestPauseMs: undefined}
  return {method, ...none, error: reasonFor(error, execution)}
}

/** What went wrong, in words. A bug is told besides, so that it is not taken for something that a server said. */
export function reasonFor(error: unknown, {onBug}: Pick<StepExecution, 'onBug'>): string {
  if (isBug(error)) onBug?.(error)
  return messageOf(error)
}
