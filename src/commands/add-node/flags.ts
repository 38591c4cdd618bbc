import * as Flags from '@oclif/core/flags'
import {changeFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'

/** The flags of add-node, besides the connection flags. */
export const addNodeFlags = {
  ...zoneFlags,
  ...changeFlags,
  replica: Flags.boolean({description: 'Add the nodes as replicas.', aliases: ['slave'], default: false}),
  'primary-id': Flags.string({
    description: 'Primary of the new replicas: an id, the beginning of an id, or host:port.',
    aliases: ['master-id'],
  }),
}

/** What they come to. */
export type AddNodeFlags = FlagsOf<typeof addNodeFlags>
