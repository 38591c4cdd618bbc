import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, parseSeed, portArg, seedArg} from '../../cli/flags.js'
import {changeFlags, moveFlags} from '../../cli/move-flags.js'
import {rebalanceOptions, rebalanceText, runRebalance} from './run.js'
import {changeJson} from '../../report/json.js'

export default class Rebalance extends BaseCommand {
  static override summary = 'Even out slots across primaries, moving as few as can be.'
  static override description =
    'Each primary gets slots in proportion to its weight, which is 1 unless said; weight 0 drains it. Nothing is moved ' +
    'while all are within the threshold. Asks before it moves anything.'
  static override examples = [
    '<%= config.bin %> rebalance 10.0.0.5:7000 --use-empty-primaries',
    '<%= config.bin %> rebalance 10.0.0.5:7000 --weight 10.0.0.5:7000=2 --weight 4f3a=0 --dry-run',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...moveFlags,
    ...changeFlags,
    weight: Flags.string({
      description: 'node=number: what a primary should own in proportion to the others; 0 for nothing.',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'use-empty-primaries': Flags.boolean({
      description: 'Give slots to primaries without any, too.',
      aliases: ['use-empty-masters'],
      default: false,
    }),
    threshold: Flags.string({
      description: 'Percent that a primary may be off before slots are moved; 0 for none.',
      default: '2',
    }),
    'auto-weights': Flags.boolean({description: 'Without effect.', hidden: true}),
    verbose: Flags.boolean({description: 'With --cluster: how far primaries are off.', hidden: true}),
    simulate: Flags.boolean({description: 'The same as --dry-run.', default: false}),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Rebalance)
    const seed = parseSeed(args.node, args.port)
    const asked = await this.asked(flags, [seed])
    const options = rebalanceOptions(flags)
    const view = this.legacy?.rebalance?.({...options, verbose: flags.verbose}, this.text)
    const outcome = await runRebalance(seed, options, flags, {...asked, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeJson('rebalance', outcome),
      () => rebalanceText(outcome, flags, this.text),
    )
  }
}
