import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {type settingFlags, settingsWished} from '../../cli/setting-flags.js'
import {askingForSteps, type StepFlags} from '../../cli/take-up.js'
import type {Address} from '../../domain/address.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {readPlanFile} from '../../journal/plan-file.js'
import {apply} from '../../operations/apply.js'

/** Runs apply with this terminal. Throws USAGE for a file that does not contain a plan. */
export async function runApply(
  {file, seed}: {readonly file: string; readonly seed: Address | undefined},
  flags: StepFlags & FlagsOf<typeof settingFlags>,
  asked: Asked,
): Promise<ChangeOutcome> {
  const settings = settingsWished(flags)
  const saved = await readPlanFile(file)
  const options = {dryRun: flags['dry-run'], force: flags.force, seed, settings}
  return runChange(
    (context) => apply(saved, options, context),
    toTerminal(flags, asked),
    askingForSteps(flags, asked),
  )
}
