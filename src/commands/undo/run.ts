import type {Asked} from '../../cli/change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from '../../cli/move-flags.js'
import {takeUp} from '../../cli/take-up.js'
import type {Address} from '../../domain/address.js'
import type {ResumeOutcome} from '../../operations/resume.js'
import {undo} from '../../operations/undo.js'

export type UndoFlags = ChangeFlags & MoveFlags & {readonly operation: string | undefined}

/** Runs undo with this terminal. Without --yes it only shows what it would do. */
export function runUndo(seed: Address, flags: UndoFlags, asked: Asked): Promise<ResumeOutcome> {
  const options = {
    ...changeOptions(flags),
    dryRun: flags['dry-run'] || (!flags.yes && flags.out === undefined),
    operation: flags.operation,
  }
  return takeUp((context) => undo(seed, options, context), flags, asked)
}
