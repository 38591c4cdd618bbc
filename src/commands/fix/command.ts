import {fixFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {runFix} from './run.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {changeText} from '../../report/change-text.js'
import {fixProposalText} from '../../report/fix-text.js'
import {changeDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class Fix extends BaseCommand {
  static override summary = 'Repair a cluster.'
  static override description =
    'Examines every slot and node, and shows for each problem what it will do, why, and at what risk. Then ' +
    'asks, carries it out, and checks again. The exit code is 0 only if that check finds no error. Keys are ' +
    'never deleted, and dead primaries are never given up, without the flags for that. An interrupted move is ' +
    'finished in the direction that its journal on this machine says, unless a later operation superseded it. ' +
    'docs/fix.md lists what is done when.'
  static override examples = [
    '<%= config.bin %> fix 10.0.0.1:7000 --dry-run',
    '<%= config.bin %> fix 10.0.0.1:7000 --yes',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...fixFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Fix)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const view = this.legacy?.fix?.({searchOwners: flags['search-multiple-owners']}, this.text)
    const outcome = await runFix(seed, flags, {...asked, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeDocument('fix', outcome, WORDS),
      () => changeText(outcome, {...this.text, proposal: fixProposalText, nothing: 'Nothing is wrong.'}),
    )
  }
}
