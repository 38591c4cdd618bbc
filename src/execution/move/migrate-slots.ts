import type {MoveMethod} from '../../domain/move.js'
import type {StepOf} from '../../domain/step.js'
import {throttled} from '../control/throttle-watch.js'
import type {StepExecution, StepReport} from '../step-execution.js'
import {moveAtomically} from './atomically.js'
import {moveByKeys} from './keys.js'
import {type Mover, nothingMoved} from './mover.js'

const MOVERS: Readonly<Record<MoveMethod, Mover>> = {
  keys: moveByKeys,
  'atomic-valkey': moveAtomically,
  'atomic-redis': moveAtomically,
}

/**
 * Moves slots by the method that the plan chose. First raises the target's config epoch above the source's: only then
 * do servers accept the target as the new owner, and a target that is not accepted loses slots and keys again.
 */
export async function migrateSlots(
  step: StepOf<'migrate-slots'>,
  execution: StepExecution,
): Promise<StepReport> {
  try {
    await execution.epochs.raise(step.target, [step.source])
  } catch (error) {
    const {error: reason, ...move} = nothingMoved(step, error, execution)
    return {move, ...(reason !== undefined && {error: reason})}
  }
  const {error, leftAlone, ...move} = await throttled(step, execution, () =>
    MOVERS[step.method](step, execution),
  )
  return {move, ...(error !== undefined && {error}), ...(leftAlone && {goesOn: 'neighbours'})}
}
