import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'
import {changeFlags} from '../../cli/move-flags.js'

/** The flags of failover, besides the connection flags. */
export const failoverFlags = {
  ...zoneFlags,
  ...changeFlags,
  of: Flags.string({
    description: 'A primary that is to become a replica; its best replica takes its place. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    default: [],
  }),
  host: Flags.string({description: 'All primaries on this host are to become replicas.'}),
  back: Flags.boolean({
    description: 'Give back the roles that the last failover changed.',
    default: false,
    exclusive: ['of', 'host', 'force', 'takeover'],
  }),
  force: Flags.boolean({
    description:
      'The primary is dead: the other primaries elect the replica, even if another clustertool is changing the cluster. Writes that the replica has not received are lost.',
    default: false,
    exclusive: ['takeover'],
  }),
  takeover: Flags.boolean({
    description: 'Most primaries are gone: the replica takes over without votes. More writes may be lost.',
    default: false,
  }),
}

/** What they come to. */
export type FailoverFlags = FlagsOf<typeof failoverFlags>
