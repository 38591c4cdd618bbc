import type {SavedPlan} from '../domain/operation.js'
import type {Status} from '../domain/outcome.js'
import type {StepResult} from '../domain/plan.js'
import {execute} from '../execution/execute.js'
import {startRecord} from '../journal/recorder.js'
import {saveKeys} from '../journal/saved-keys.js'
import type {Session} from '../redis/session.js'
import type {Context} from './context.js'

export type Recorded = {
  readonly saved: SavedPlan
  readonly session: Session
  /** The operation that this one takes up or takes back. */
  readonly of?: string | undefined
}

/**
 * Carries out a plan and writes down each thing before it is done. `conclude` makes the outcome of the steps, and its
 * status ends the journal. Throws REFUSED when nothing can be written, before anything is done.
 */
export async function executeRecorded<T extends {readonly status: Status}>(
  {saved, session, of}: Recorded,
  {operator, signal, onEvent, stateFolder}: Omit<Context<never>, 'confirm' | 'connection'>,
  conclude: (steps: StepResult[]) => Promise<T>,
): Promise<T> {
  const recorder = await startRecord(stateFolder, {...saved, operator, of})
  const {joinLimitMs, moving} = saved.options
  const steps = await execute(saved.plan, {
    session,
    signal,
    joinLimitMs,
    moving,
    onEvent(event) {
      recorder.listener(event)
      onEvent(event)
    },
    saveKeys: (keys) => saveKeys(stateFolder, keys),
  })
  const outcome = await conclude(steps)
  recorder.end(outcome.status)
  return outcome
}
