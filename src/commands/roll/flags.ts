import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {changeFlags} from '../../cli/move-flags.js'

/** The flags of roll, besides the connection flags. */
export const rollFlags = {
  ...changeFlags,
  restart: Flags.string({
    description:
      'The command that restarts one node, run on this machine in a shell. {host}, {port}, {id}, {role} and {shard} stand for those of the node.',
    required: true,
    helpValue: 'COMMAND',
  }),
  'version-to': Flags.string({
    description: 'The version that each node must have afterwards, such as 8.0 or valkey-9.1.',
    helpValue: 'VERSION',
  }),
  only: Flags.string({
    description: 'Restart only these: replicas, a host, or a node. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    default: [],
  }),
  back: Flags.boolean({
    description: 'Give each primary its role back after its restart.',
    default: false,
  }),
  pause: Flags.string({
    description: 'How long to wait after each node, such as 30s or 5m.',
    helpValue: 'TIME',
  }),
  timeout: Flags.string({
    description: 'How long a node may take to be restarted and to load its data.',
    default: '5m',
    helpValue: 'TIME',
  }),
}

/** What they come to. */
export type RollFlags = FlagsOf<typeof rollFlags>
