import type {Address} from '../domain/address.js'
import type {SavedPlan} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {readPlanFile} from '../journal/plan-file.js'
import type {Journals} from '../journal/operations.js'
import {apply} from '../operations/apply.js'
import {history} from '../operations/history.js'
import {resume, type ResumeOutcome} from '../operations/resume.js'
import {undo} from '../operations/undo.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {fixProposalText} from '../report/fix-text.js'
import {runChange} from './change.js'
import {localContext} from './local-context.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from './move-flags.js'
import type {ProgressWish} from './progress.js'
import type {Asked} from './reshard.js'

const QUESTION = "Do these steps? (type 'yes' to accept): "

type StepFlags = Pick<ChangeFlags, 'yes' | 'dry-run' | 'progress' | 'force'>

/** Reads a plan from a file. Throws USAGE. */
export function readPlan(path: string): Promise<SavedPlan> {
  return readPlanFile(path)
}

/** Runs apply with this terminal. */
export function runApply(
  {saved, seed}: {readonly saved: SavedPlan; readonly seed: Address | undefined},
  flags: StepFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const options = {dryRun: flags['dry-run'], force: flags.force, seed}
  return runChange(
    (context) => apply(saved, options, context),
    terminalOf(flags, asked),
    asking(flags, asked),
  )
}

/** Runs resume with this terminal. */
export async function runResume(seed: Address, flags: StepFlags, asked: Asked): Promise<ResumeOutcome> {
  const options = {dryRun: flags['dry-run'], force: flags.force}
  let found: ResumeOutcome = {operation: undefined, outcome: undefined}
  await runChange(
    async (context) => {
      found = await resume(seed, options, context)
      return found.outcome as ChangeOutcome
    },
    terminalOf(flags, asked),
    asking(flags, asked),
  )
  return found
}

export type UndoFlags = ChangeFlags & MoveFlags & {readonly operation: string | undefined}

/** Runs undo with this terminal: without --yes it only shows what it would do. */
export async function runUndo(seed: Address, flags: UndoFlags, asked: Asked): Promise<ResumeOutcome> {
  const options = {
    ...changeOptions(flags),
    dryRun: flags['dry-run'] || (!flags.yes && flags.out === undefined),
    operation: flags.operation,
  }
  let found: ResumeOutcome = {operation: undefined, outcome: undefined}
  await runChange(
    async (context) => {
      found = await undo(seed, options, context)
      return found.outcome as ChangeOutcome
    },
    terminalOf(flags, asked),
    asking(flags, asked),
  )
  return found
}

/** What was done to the cluster from this machine. */
export function runHistory(seed: Address, connection: ConnectionOptions): Promise<Journals> {
  return history(seed, {connection, stateFolder: localContext().stateFolder})
}

function terminalOf(flags: StepFlags, asked: Asked) {
  return {...asked, progress: flags.progress as ProgressWish}
}

function asking(flags: StepFlags, {colour}: Asked) {
  return {
    show: (proposal: Parameters<typeof fixProposalText>[0]) => fixProposalText(proposal, {colour}),
    question: QUESTION,
    yes: flags.yes,
  }
}
