import type {SavedPlan} from '../domain/operation.js'
import type {Event, Status} from '../domain/outcome.js'
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
  let ended: Status | undefined
  try {
    const steps = await execute(saved.plan, {
      ...saved.options,
      session,
      signal,
      onEvent(event) {
        const reason = recorder.write(event)
        if (reason !== undefined) onEvent(lostJournal(event, recorder.path, reason))
        onEvent(event)
      },
      saveKeys: (keys) => saveKeys(stateFolder, keys),
    })
    const outcome = await conclude(steps)
    ended = outcome.status
    return outcome
  } finally {
    recorder.end(ended)
  }
}

function lostJournal(event: Event, path: string, reason: string): Event {
  const text = `${path} cannot be written any more (${reason}); should this run be broken off, clustertool fix mends it, and resume does not know all of it.`
  return {type: 'note', index: 'index' in event ? event.index : 0, text}
}
