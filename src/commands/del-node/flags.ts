import * as Flags from '@oclif/core/flags'
import {changeFlags, moveFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'

/** The flags of del-node, besides the connection flags. */
export const delNodeFlags = {
  ...zoneFlags,
  ...moveFlags,
  ...changeFlags,
  drain: Flags.boolean({description: 'First move the slots to the primaries that stay.', default: false}),
}

/** What they come to. */
export type DelNodeFlags = FlagsOf<typeof delNodeFlags>
