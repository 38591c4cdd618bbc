import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of control, besides the connection flags. */
export const controlFlags = {
  timeout: Flags.string({
    description:
      'How long pause waits until nothing is under way any more, such as 500ms, 60s or 5m. A number without a unit is in seconds.',
    default: '30s',
    helpValue: 'TIME',
  }),
}

/** What they come to. */
export type ControlFlags = FlagsOf<typeof controlFlags>
