import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {sourceLoginFlags, transferFlags} from '../import/flags.js'

/** The flags of compare, besides the connection flags. */
export const compareFlags = {
  ...sourceLoginFlags,
  db: Flags.integer({
    description: 'Compare only this database of the source. Can be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    min: 0,
    helpGroup: 'SOURCE',
  }),
  keys: Flags.string({
    description: 'How many keys of each side are compared, chosen at random, or all.',
    default: 'all',
    helpValue: 'N|all',
  }),
  lag: Flags.string({
    description:
      'How long a difference must last before it counts, such as 500ms or 5s: keys that differ are looked at again.',
    default: '2s',
    helpValue: 'TIME',
  }),
  fix: Flags.boolean({
    description:
      'Then make the cluster equal to the source, after asking: bring keys over, and delete those that only the cluster has. What it had is saved first.',
    default: false,
  }),
  yes: Flags.boolean({description: 'With --fix: do not ask.', default: false}),
  rate: Flags.string({
    description: 'Maximum that is read from each side per second, such as 20MB/s or 5000keys/s.',
    helpValue: 'RATE',
  }),
  quiet: transferFlags.quiet,
  timeout: transferFlags.timeout,
  patience: transferFlags.patience,
  'load-timeout': transferFlags['load-timeout'],
  server: transferFlags.server,
  progress: transferFlags.progress,
}

/** What they come to. */
export type CompareFlags = FlagsOf<typeof compareFlags>
