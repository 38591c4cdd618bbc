import {BaseCommand} from '../../cli/base-command.js'
import {localContext} from '../../cli/local-context.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {info} from '../../operations/info.js'
import {infoFlags, slotsRequest} from './flags.js'
import {infoText} from './text.js'
import {infoDocument} from '../../contract/cluster.js'

export default class Info extends BaseCommand {
  static override summary = 'Show keys, slots, memory and replicas of each primary, with totals.'
  static override examples = [
    '<%= config.bin %> info 10.0.0.5:7000',
    '<%= config.bin %> info 10.0.0.5:7000 --json',
    '<%= config.bin %> info 10.0.0.5:7000 --slots --by memory',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...infoFlags}

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Info)
    const request = slotsRequest(flags)
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port))
    const outcome = await info(seed, connection, request, localContext().stateFolder)
    const view = this.legacy?.info
    if (view) return this.endWith(view(outcome.snapshot, this.text))
    return this.conclude(
      () => infoDocument(outcome),
      () => infoText(outcome, this.text),
    )
  }
}
