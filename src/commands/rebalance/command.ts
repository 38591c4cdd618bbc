import {rebalanceFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {planPicture} from '../../cli/plan-picture.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {rebalanceOptions, rebalanceText, runRebalance} from './run.js'
import {rebalanceDocument} from '../../contract/rebalance.js'
import type {MeasuredBalance} from '../../domain/balance.js'
import {WORDS} from '../../report/document-words.js'

export default class Rebalance extends BaseCommand {
  static override summary = 'Distribute slots evenly across primaries, moving as few as possible.'
  static override description =
    'Each primary gets slots in proportion to its weight. The default weight is 1; weight 0 moves all slots ' +
    'away. Nothing is moved while all primaries are within the threshold. With --by, memory or load is balanced instead of the number of slots. ' +
    'Asks before it moves anything.'
  static override examples = [
    '<%= config.bin %> rebalance 10.0.0.5:7000 --use-empty-primaries',
    '<%= config.bin %> rebalance 10.0.0.5:7000 --by memory --dry-run',
    '<%= config.bin %> rebalance 10.0.0.5:7000 --weight 10.0.0.5:7000=2 --weight 4f3a=0 --dry-run',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...rebalanceFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Rebalance)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    let measured: MeasuredBalance | undefined
    const options = rebalanceOptions(flags, (balance) => (measured = balance))
    const picture = await planPicture(flags)
    const view = this.legacy?.rebalance?.({...options, verbose: flags.verbose}, this.text)
    const outcome = await runRebalance(seed, options, flags, {...asked, view, measured: () => measured})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => rebalanceDocument(outcome, WORDS, measured),
      () => rebalanceText(outcome, flags, {...this.text, picture, measured}),
    )
  }
}
