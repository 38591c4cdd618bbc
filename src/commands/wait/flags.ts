import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of wait, besides the connection flags. */
export const waitFlags = {
  for: Flags.string({
    description:
      'What to wait for: healthy, agreed, synced, role=primary, role=replica, nodes=N, version=X or version>=X. Can be repeated; then all must hold. Default: healthy.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'STATE',
  }),
  timeout: Flags.string({
    description: 'How long to wait, such as 500ms, 60s or 5m. A number without a unit is in seconds.',
    default: '60s',
    helpValue: 'TIME',
  }),
  progress: Flags.option({
    description:
      'What is missing, on stderr: auto (a live line on a terminal, otherwise plain), plain (a line each time it changes), ndjson, none.',
    options: ['auto', 'plain', 'ndjson', 'none'] as const,
    default: 'auto',
  })(),
}

/** What they come to. */
export type WaitFlags = FlagsOf<typeof waitFlags>
