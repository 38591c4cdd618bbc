import * as Flags from '@oclif/core/flags'
import {changeFlags, moveFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** How fix moves keys; it chooses methods and order itself. */
const {method: _method, parallel: _parallel, ...moving} = moveFlags

/** The flags of fix, besides the connection flags. */
export const fixFlags = {
  ...moving,
  ...changeFlags,
  'search-multiple-owners': Flags.boolean({
    description: 'Also look on all nodes for keys in slots that they do not own, and move them to the owner.',
    default: false,
  }),
  'fix-with-unreachable-masters': Flags.boolean({
    aliases: ['fix-with-unreachable-primaries'],
    description: 'Assign the slots of dead primaries that have no replica to others, without their keys.',
    default: false,
  }),
  'accept-data-loss': Flags.boolean({
    description: 'Delete keys that differ from those of the slot owner, after saving them to a file.',
    default: false,
  }),
}

/** What they come to. */
export type FixFlags = FlagsOf<typeof fixFlags>
