import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {THEN} from '../../domain/cutover.js'

/** The flags of cutover, besides the connection flags. */
export const cutoverFlags = {
  'check-sample': Flags.string({
    description: 'How many keys of each side are compared, chosen at random, or all.',
    default: '10000',
    helpValue: 'N|all',
  }),
  'on-ready': Flags.string({
    description:
      'A command that switches the clients. It runs while the source takes no writes. If it fails, the source takes writes again.',
    helpValue: 'COMMAND',
  }),
  // oclif takes an array that can be changed.
  // oxlint-disable-next-line unicorn/no-thenable -- the name of the flag; nobody awaits the flags
  then: Flags.option({
    description:
      'What becomes of the source afterwards. readonly: it refuses writes. shutdown: it is ended. unpause: a rehearsal, after which it takes writes again and is still followed.',
    options: [...THEN],
    default: 'readonly' as const,
  })(),
  hold: Flags.string({
    description: 'How long the source takes no writes while clients are switched, such as 30s or 2m.',
    default: '60s',
    helpValue: 'TIME',
  }),
  yes: Flags.boolean({description: 'Do not ask whether clients have been switched.', default: false}),
}

/** What they come to. */
export type CutoverFlags = FlagsOf<typeof cutoverFlags>
