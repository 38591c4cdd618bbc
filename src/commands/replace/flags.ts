import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'
import {changeFlags} from '../../cli/move-flags.js'

/** The flags of replace, besides the connection flags. */
export const replaceFlags = {
  ...zoneFlags,
  ...changeFlags,
  with: Flags.string({
    description: 'A new, empty node, as host:port. Give as many as there are old ones, in the same order.',
    multiple: true,
    multipleNonGreedy: true,
    default: [],
    helpValue: 'NEW:PORT',
  }),
  'keep-role': Flags.boolean({
    description:
      'In the place of a primary, the new node becomes the primary. Otherwise its best replica does.',
    default: false,
  }),
}

/** What they come to. */
export type ReplaceFlags = FlagsOf<typeof replaceFlags>
