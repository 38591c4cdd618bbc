import type {UndoFlags} from './flags.js'
import type {Asked} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'
import {takeUp} from '../../cli/take-up.js'
import type {Address} from '../../domain/address.js'
import type {ResumeOutcome} from '../../operations/resume.js'
import {undo} from '../../operations/undo.js'

/** Runs undo with this terminal. Without --yes it only shows what it would do. */
export function runUndo(seed: Address, flags: UndoFlags, asked: Asked): Promise<ResumeOutcome> {
  const options = {
    ...changeOptions(flags),
    dryRun: flags['dry-run'] || (!flags.yes && flags.out === undefined),
    operation: flags.operation,
  }
  return takeUp((context) => undo(seed, options, context), flags, asked)
}
