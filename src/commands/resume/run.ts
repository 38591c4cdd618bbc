import type {Asked} from '../../cli/change.js'
import {takeUp} from '../../cli/take-up.js'
import {settingsWished} from '../../cli/setting-flags.js'
import type {ResumeFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import {resume, type ResumeOutcome} from '../../operations/resume.js'

/** Runs resume with this terminal. */
export function runResume(seed: Address, flags: ResumeFlags, asked: Asked): Promise<ResumeOutcome> {
  const {force, operation, conflicts} = flags
  const options = {dryRun: flags['dry-run'], force, operation, conflicts, settings: settingsWished(flags)}
  return takeUp((context) => resume(seed, options, context), flags, asked)
}
