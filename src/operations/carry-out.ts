import type {SavedPlan} from '../domain/operation.js'
import type {Status} from '../domain/status.js'
import type {StepResult} from '../domain/step.js'
import type {Session} from '../redis/session.js'
import {consentTo} from './consent.js'
import type {Context} from './context.js'
import {executeRecorded} from './record.js'

/** A plan that may be carried out. */
export type PlannedChange<Proposal> = {
  readonly proposal: Proposal
  readonly saved: SavedPlan
  readonly session: Session
  /** The operation that this one resumes or undoes. */
  readonly of?: string | undefined
  /** Reads the cluster again after a long question; throws REFUSED if it has changed. */
  readonly refuseChange: () => Promise<void>
  /** Throws REFUSED if another clustertool is changing the nodes. */
  readonly guard: () => Promise<unknown>
}

/** How the outcome of a change is made. */
export type Ends<Outcome> = {
  /** The user said no. */
  readonly cancelled: () => Outcome
  /** Reads the cluster after the steps. */
  readonly conclude: (steps: readonly StepResult[]) => Promise<Outcome>
}

/**
 * The second half of every change: asks, makes sure once more that nobody else changes the cluster, carries the plan
 * out with a journal, and reads the result. Throws what `refuseChange` and `guard` throw, REFUSED if the journal cannot
 * be written, and CANCELLED; then nothing was changed.
 */
export async function carryOut<Proposal, Outcome extends {readonly status: Status}>(
  {proposal, saved, session, of, refuseChange, guard}: PlannedChange<Proposal>,
  context: Context<Proposal>,
  {cancelled, conclude}: Ends<Outcome>,
): Promise<Outcome> {
  if (!(await consentTo(proposal, context.confirm, refuseChange))) return cancelled()
  await guard()
  return executeRecorded({saved, of, session}, context, conclude)
}
