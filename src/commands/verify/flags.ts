import * as Flags from '@oclif/core/flags'
import {transferFlags} from '../import/flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of verify, besides the connection flags. */
export const verifyFlags = {
  quiet: transferFlags.quiet,
  'load-timeout': transferFlags['load-timeout'],
  server: transferFlags.server,
  patience: transferFlags.patience,
  progress: transferFlags.progress,
  'allow-incomplete': Flags.boolean({
    description: 'Compare a backup that is marked as incomplete.',
    default: false,
  }),
}

/** What they come to. */
export type VerifyFlags = FlagsOf<typeof verifyFlags>
