import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../cli/base-command.js'
import {takeUpFlags} from '../../cli/move-flags.js'
import {settingFlags} from '../../cli/setting-flags.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags} from '../../cli/flags.js'
import {runApply} from './run.js'
import {changeText} from '../../report/change-text.js'
import {fixProposalText} from '../../report/fix-text.js'
import {changeDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class Apply extends BaseCommand {
  static override summary = 'Carry out a plan that was saved with --out.'
  static override description =
    'Compares the cluster with the one that the plan was made for, and refuses if it has changed. Steps that ' +
    'are already done are left out, so you can run the command again.'
  static override examples = [
    '<%= config.bin %> reshard 10.0.0.1:7000 --from 4f3a --to 77b0 --slots 100 --out plan.json',
    '<%= config.bin %> apply plan.json',
    '<%= config.bin %> apply plan.json --rate 20MB/s --window-of 02:00-05:00',
  ]
  static override args = {
    plan: Args.string({description: 'File that contains the plan.', required: true, ignoreStdin: true}),
    node: Args.string({
      description: 'A node of the cluster, as host:port or @profile. Default: the node that the plan names.',
      ignoreStdin: true,
    }),
  }
  static override flags = {...connectionFlags, ...takeUpFlags, ...settingFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Apply)
    const {seed, flags, asked} =
      args.node === undefined
        ? await this.askedAbout(typed, [])
        : await this.asked(typed, targetOf(args.node))
    const outcome = await runApply({file: args.plan, seed}, flags, asked)
    return this.concludeChange(
      outcome.status,
      () => changeDocument('apply', outcome, WORDS),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: fixProposalText,
          nothing: 'Nothing to do: every step of the plan has been done.',
        }),
    )
  }
}
