import * as Flags from '@oclif/core/flags'
import {newConflictsFlag, newRateFlag, takeUpFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of resume, besides the connection flags. */
export const resumeFlags = {
  ...takeUpFlags,
  ...newConflictsFlag,
  ...newRateFlag,
  operation: Flags.string({
    description: 'Id of the operation, as listed by history. Default: the last interrupted one.',
  }),
}

/** What they come to. */
export type ResumeFlags = FlagsOf<typeof resumeFlags>
