import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'
import {changeFlags} from '../../cli/move-flags.js'

/** The flags of replicate, besides the connection flags. */
export const replicateFlags = {
  ...zoneFlags,
  ...changeFlags,
  of: Flags.string({description: 'The primary that the node is to follow.', helpValue: 'PRIMARY'}),
  balance: Flags.boolean({
    description: 'Give each primary as many replicas as the others, to one.',
    default: false,
    exclusive: ['of'],
  }),
}

/** What they come to. */
export type ReplicateFlags = FlagsOf<typeof replicateFlags>
