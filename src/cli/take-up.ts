import type {ChangeContext} from '../operations/change.js'
import type {ResumeOutcome} from '../operations/resume.js'
import {fixProposalText} from '../report/fix-text.js'
import {type Asked, runChange, toTerminal} from './change.js'
import type {FlagsOf} from './flags-of.js'
import type {takeUpFlags} from './move-flags.js'

const QUESTION = "Do these steps? (type 'yes' to accept): "

/** The flags of commands that run steps which were planned before. */
export type StepFlags = FlagsOf<typeof takeUpFlags>

/** Runs an operation that may find nothing to resume or undo, and does not ask then. */
export function takeUp(
  operation: (context: ChangeContext) => Promise<ResumeOutcome>,
  flags: StepFlags,
  asked: Asked,
): Promise<ResumeOutcome> {
  return runChange(operation, toTerminal(flags, asked), askingForSteps(flags, asked))
}

/** How such a command asks for consent. */
export function askingForSteps(flags: StepFlags, asked: Asked) {
  return {
    show: (proposal: Parameters<typeof fixProposalText>[0]) => fixProposalText(proposal, asked),
    question: QUESTION,
    yes: flags.yes,
  }
}
