import type {Address} from '../domain/address.js'
import {readPlanFile} from '../journal/plan-file.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {apply} from '../operations/apply.js'
import type {ChangeContext} from '../operations/change.js'
import {dismiss, history} from '../operations/history.js'
import type {JudgedJournals} from '../operations/operations.js'
import {resume, type ResumeOutcome} from '../operations/resume.js'
import {undo} from '../operations/undo.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {fixProposalText} from '../report/fix-text.js'
import {type Asked, runChange, toTerminal} from './change.js'
import {localContext} from './local-context.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from './move-flags.js'

const QUESTION = "Do these steps? (type 'yes' to accept): "

type StepFlags = Pick<ChangeFlags, 'yes' | 'dry-run' | 'progress' | 'force'>

/** Runs apply with this terminal. Throws USAGE for a file that holds no plan. */
export async function runApply(
  {file, seed}: {readonly file: string; readonly seed: Address | undefined},
  flags: StepFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const saved = await readPlanFile(file)
  const options = {dryRun: flags['dry-run'], force: flags.force, seed}
  return runChange(
    (context) => apply(saved, options, context),
    toTerminal(flags, asked),
    asking(flags, asked),
  )
}

/** Runs resume with this terminal. */
export function runResume(
  seed: Address,
  flags: StepFlags & {readonly operation: string | undefined},
  asked: Asked,
): Promise<ResumeOutcome> {
  const options = {dryRun: flags['dry-run'], force: flags.force, operation: flags.operation}
  return takeUp((context) => resume(seed, options, context), flags, asked)
}

export type UndoFlags = ChangeFlags & MoveFlags & {readonly operation: string | undefined}

/** Runs undo with this terminal: without --yes it only shows what it would do. */
export function runUndo(seed: Address, flags: UndoFlags, asked: Asked): Promise<ResumeOutcome> {
  const options = {
    ...changeOptions(flags),
    dryRun: flags['dry-run'] || (!flags.yes && flags.out === undefined),
    operation: flags.operation,
  }
  return takeUp((context) => undo(seed, options, context), flags, asked)
}

/** What was done to the cluster from this machine. */
export function runHistory(seed: Address, connection: ConnectionOptions): Promise<JudgedJournals> {
  return history(seed, {connection, stateFolder: localContext().stateFolder})
}

/** Has an operation on the cluster left alone from now on. */
export function runDismiss(
  seed: Address,
  id: string,
  connection: ConnectionOptions,
): ReturnType<typeof dismiss> {
  return dismiss(seed, id, {connection, stateFolder: localContext().stateFolder})
}

/** Runs what may find no operation to take up or take back, and does not ask then. */
function takeUp(
  operation: (context: ChangeContext) => Promise<ResumeOutcome>,
  flags: StepFlags,
  asked: Asked,
): Promise<ResumeOutcome> {
  return runChange(operation, toTerminal(flags, asked), asking(flags, asked))
}

function asking(flags: StepFlags, {colour}: Asked) {
  return {
    show: (proposal: Parameters<typeof fixProposalText>[0]) => fixProposalText(proposal, {colour}),
    question: QUESTION,
    yes: flags.yes,
  }
}
