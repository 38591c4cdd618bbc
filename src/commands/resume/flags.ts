import * as Flags from '@oclif/core/flags'
import {newConflictsFlag, takeUpFlags} from '../../cli/move-flags.js'
import {settingFlags} from '../../cli/setting-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of resume, besides the connection flags. */
export const resumeFlags = {
  ...takeUpFlags,
  ...newConflictsFlag,
  ...settingFlags,
  operation: Flags.string({
    description: 'Id of the operation, as listed by history. Default: the last interrupted one.',
  }),
}

/** What they come to. */
export type ResumeFlags = FlagsOf<typeof resumeFlags>
