import * as Flags from '@oclif/core/flags'
import {transferFlags} from '../import/flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of restore, besides the connection flags. */
export const restoreFlags = {
  ...transferFlags,
  'allow-incomplete': Flags.boolean({
    description: 'Restore a backup that is marked as incomplete.',
    default: false,
  }),
}

/** What they come to. */
export type RestoreFlags = FlagsOf<typeof restoreFlags>
