import * as Flags from '@oclif/core/flags'
import {changeFlags, moveFlags, planMapFlag} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of reshard, besides the connection flags. */
export const reshardFlags = {
  ...moveFlags,
  ...changeFlags,
  ...planMapFlag,
  from: Flags.string({
    description: 'Source nodes, separated by commas, or all.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  to: Flags.string({description: 'Target node.'}),
  slots: Flags.string({
    description: 'Number of slots to move, from 1 to 16384.',
    exclusive: ['slot-ranges'],
  }),
  'slot-ranges': Flags.string({description: 'Slots to move, such as 0-99,500, whichever nodes own them.'}),
}

/** What they come to. */
export type ReshardFlags = FlagsOf<typeof reshardFlags>
