import * as Flags from '@oclif/core/flags'
import {changeFlags} from '../../cli/move-flags.js'
import {zoneFlags} from '../../cli/flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {detailFlags} from '../../cli/output-flags.js'

/** The flags of create, besides the connection flags. */
export const createFlags = {
  ...detailFlags,
  replicas: Flags.integer({description: 'Number of replicas of each primary.', default: 0, min: 0}),
  ...zoneFlags,
  'allow-fewer-primaries': Flags.boolean({
    description: 'Allow fewer than 3 primaries, which cannot fail over.',
  }),
  'join-timeout': Flags.integer({
    description: 'Seconds to wait until the nodes have found each other and agree.',
    default: 60,
    min: 1,
  }),
  yes: Flags.boolean({description: 'Do not ask.'}),
  'dry-run': Flags.boolean({description: 'Show the plan and stop.'}),
  'on-done': changeFlags['on-done'],
  out: changeFlags.out,
  force: changeFlags.force,
}

/** What they come to. */
export type CreateFlags = FlagsOf<typeof createFlags>
