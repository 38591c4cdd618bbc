import {undoFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {runUndo} from './run.js'
import {changeText} from '../../report/change-text.js'
import {fixProposalText} from '../../report/fix-text.js'
import {operationDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class Undo extends BaseCommand {
  static override summary = 'Undo the last reshard or rebalance.'
  static override description =
    'Moves every slot that the operation moved back to where it was. Shows the plan; carries it out only with ' +
    '--yes. Refuses if some of the slots have another owner now, or if a later operation moved some of them ' +
    'again.'
  static override examples = [
    '<%= config.bin %> undo 10.0.0.1:7000',
    '<%= config.bin %> undo 10.0.0.1:7000 --yes',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...undoFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Undo)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const undone = await runUndo(seed, flags, asked)
    return this.concludeChange(
      undone.outcome?.status ?? 'nothing-to-do',
      () => operationDocument('undo', undone, WORDS),
      () =>
        undone.outcome
          ? changeText(undone.outcome, {...this.text, proposal: fixProposalText})
          : 'Nothing to undo: no move of slots in this cluster is recorded on this machine.',
    )
  }
}
