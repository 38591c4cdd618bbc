import type {Asked} from '../../cli/change.js'
import {type StepFlags, takeUp} from '../../cli/take-up.js'
import type {Address} from '../../domain/address.js'
import {resume, type ResumeOutcome} from '../../operations/resume.js'

/** Runs resume with this terminal. */
export function runResume(
  seed: Address,
  flags: StepFlags & {readonly operation: string | undefined},
  asked: Asked,
): Promise<ResumeOutcome> {
  const options = {dryRun: flags['dry-run'], force: flags.force, operation: flags.operation}
  return takeUp((context) => resume(seed, options, context), flags, asked)
}
