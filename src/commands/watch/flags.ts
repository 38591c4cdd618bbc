import * as Flags from '@oclif/core/flags'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of watch, besides the connection flags. */
export const watchFlags = {
  interval: Flags.string({
    description:
      'How often the cluster is read, such as 500ms, 2s or 1m. A number without a unit is in seconds.',
    default: '1s',
    helpValue: 'TIME',
  }),
  once: Flags.boolean({
    description:
      'Print one picture as text, or with --json one document, and end like check: with 3 if there are errors.',
    default: false,
  }),
}

export type WatchFlags = FlagsOf<typeof watchFlags>

const LEAST_MS = 100

/** The interval in milliseconds. Throws USAGE. */
export function parseInterval(text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined || milliseconds < LEAST_MS) {
    throw new ClusterToolError(
      'USAGE',
      `--interval cannot be "${text}": it is a time from ${LEAST_MS}ms on, such as 500ms, 2s or 1m, and a number alone is in seconds.`,
    )
  }
  return milliseconds
}
