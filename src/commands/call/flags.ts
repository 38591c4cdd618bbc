import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'

/** The flags of call, besides the connection flags. */
export const callFlags = {
  'only-primaries': Flags.boolean({
    description: 'Send to primaries only.',
    aliases: ['only-masters'],
    exclusive: ['only-replicas'],
  }),
  'only-replicas': Flags.boolean({description: 'Send to replicas only.', exclusive: ['only-primaries']}),
  node: Flags.string({
    description: 'Send to this node only, named by address or id. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ['only-primaries', 'only-replicas'],
  }),
  stdin: Flags.boolean({
    char: 'x',
    description: 'Read the last argument from standard input, byte for byte.',
    exclusive: ['askpass'],
  }),
}

/** What they come to. */
export type CallFlags = FlagsOf<typeof callFlags>
