import type {MoveMethod} from '../../domain/move.js'
import type {StepOf} from '../../domain/plan.js'
import type {StepExecution, StepReport} from '../execution.js'
import {moveAtomically} from './atomically.js'
import {moveByKeys} from './keys.js'
import type {Mover} from './mover.js'

const MOVERS: Readonly<Record<MoveMethod, Mover>> = {
  keys: moveByKeys,
  'atomic-valkey': moveAtomically,
  'atomic-redis': moveAtomically,
}

/** Moves slots by the method that the plan chose. */
export async function migrateSlots(
  step: StepOf<'migrate-slots'>,
  execution: StepExecution,
): Promise<StepReport> {
  const {error, ...move} = await MOVERS[step.method](step, execution)
  return {move, ...(error !== undefined && {error})}
}
