import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {readKeys} from './keys.js'
import {targetOf} from '../../cli/target.js'
import {locateKeys} from '../../operations/locate-keys.js'
import {slotDocument} from '../../contract/cluster.js'
import {slotText} from './text.js'

export default class Slot extends BaseCommand {
  static override summary = 'Show the slot of keys, and with --node the nodes that serve it.'
  static override description =
    'Prints one line for each key: the slot, the key and the part that is hashed, separated by tabs; with ' +
    '--node also owner and replicas. Keys are bytes; --hex reads them as hexadecimal digits. Without keys, or ' +
    'with - as the only key, keys are read from standard input, one per line.'
  static override examples = [
    '<%= config.bin %> slot user:1000',
    "<%= config.bin %> slot '{user:1000}.following' --node 10.0.0.5:7000",
    '<%= config.bin %> slot --hex 00ff',
  ]
  static override strict = false
  static override flags = {
    ...connectionFlags,
    node: Flags.string({
      description: 'Any node of the cluster, as host:port or @profile. Also shows owner and replicas.',
    }),
    hex: Flags.boolean({description: 'Read keys as hexadecimal digits.'}),
  }

  async run(): Promise<unknown> {
    const {argv, flags} = await this.parse(Slot)
    const keys = await readKeys(argv as string[], flags.hex)
    const cluster = flags.node === undefined ? undefined : await this.connect(flags, targetOf(flags.node))
    const outcome = await locateKeys(keys, cluster)
    return this.conclude(
      () => slotDocument(outcome),
      () => slotText(outcome),
    )
  }
}
