import * as Flags from '@oclif/core/flags'
import {changeFlags} from '../../cli/move-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {quietFlag} from '../../cli/output-flags.js'

/** The flags of backup, besides the connection flags. */
export const backupFlags = {
  ...quietFlag,
  'from-replicas': Flags.boolean({
    description: 'Save from a replica that is up to date with its primary, if there is one.',
    default: false,
  }),
  replace: Flags.boolean({
    description: 'Replace the backup in the folder, after the new one is complete.',
    default: false,
  }),
  'allow-incomplete': Flags.boolean({
    description: 'Save the rest if slots are missing or are being moved. The exit code is still 6.',
    default: false,
  }),
  parallel: Flags.integer({description: 'Maximum number of nodes at the same time. Default: all.', min: 1}),
  'silence-timeout': Flags.integer({
    description: 'Seconds without data after which a transfer fails.',
    default: 60,
    min: 1,
    max: 2_000_000,
  }),
  progress: changeFlags.progress,
  'on-done': changeFlags['on-done'],
}

/** What they come to. */
export type BackupFlags = FlagsOf<typeof backupFlags>
