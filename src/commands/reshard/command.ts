import {reshardFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {planPicture} from '../../cli/plan-picture.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {readFlags, runReshard} from './run.js'
import {changeText} from '../../report/change-text.js'
import {changeDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class Reshard extends BaseCommand {
  static override summary = 'Move slots and their keys to a primary.'
  static override description =
    'Asks for what you do not give: how many slots, to which node, from which nodes. You can name a node by ' +
    'its id, the beginning of its id, or host:port. Shows the plan and asks before it moves anything. Several ' +
    'sources give slots in proportion to what they own, each its lowest-numbered slots. At the end of an ' +
    'interrupted move, the output shows the command that continues it.'
  static override examples = [
    '<%= config.bin %> reshard 10.0.0.5:7000',
    '<%= config.bin %> reshard 10.0.0.5:7000 --from all --to 10.0.0.9:7000 --slots 1000 --yes',
    '<%= config.bin %> reshard 10.0.0.5:7000 --to 10.0.0.9:7000 --slot-ranges 0-99,500 --dry-run',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...reshardFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Reshard)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const given = readFlags(flags)
    const picture = await planPicture(flags)
    const view = this.legacy?.reshard?.({asks: !given.complete}, this.text)
    const outcome = await runReshard(seed, given, flags, {...asked, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeDocument('reshard', outcome, WORDS),
      () => changeText(outcome, {...this.text, picture}),
    )
  }
}
