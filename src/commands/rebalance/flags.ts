import * as Flags from '@oclif/core/flags'
import {changeFlags, moveFlags, planMapFlag} from '../../cli/move-flags.js'
import {figureFlags} from '../../cli/figure-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {BALANCE_MEASURES} from '../../domain/balance.js'

/** The flags of rebalance, besides the connection flags. */
export const rebalanceFlags = {
  ...moveFlags,
  ...changeFlags,
  ...planMapFlag,
  weight: Flags.string({
    description:
      'Weight of a primary, as node=number: its share in proportion to the others; 0 for no slots.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'use-empty-primaries': Flags.boolean({
    description: 'Also give slots to primaries that have none.',
    aliases: ['use-empty-masters'],
    default: false,
  }),
  threshold: Flags.string({
    description:
      'Percentage by which a primary may differ from its share before slots are moved; 0 for an exact balance. Default: 2; by keys or memory 5; by a load 10.',
  }),
  by: Flags.option({
    description:
      'What to balance: slots; keys; memory; ops or cpu, the CPU time of commands; network, bytes sent and received. A load needs cluster-slot-stats-enabled.',
    options: BALANCE_MEASURES,
    default: 'slots',
  })(),
  ...figureFlags,
  'auto-weights': Flags.boolean({description: 'No effect.', hidden: true}),
  simulate: Flags.boolean({description: 'Same as --dry-run.', default: false}),
}

/** What they come to. */
export type RebalanceFlags = FlagsOf<typeof rebalanceFlags>
