import * as Flags from '@oclif/core/flags'
import {changeFlags, moveFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of undo, besides the connection flags. */
export const undoFlags = {
  ...moveFlags,
  ...changeFlags,
  operation: Flags.string({
    description: 'Id of the operation, as listed by history. Default: the last one.',
  }),
}

/** What they come to. */
export type UndoFlags = FlagsOf<typeof undoFlags>
