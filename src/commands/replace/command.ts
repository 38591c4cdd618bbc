import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {changeDocument} from '../../contract/change.js'
import {changeText} from '../../report/change-text.js'
import {WORDS} from '../../report/document-words.js'
import {replacedText, replaceProposalText} from '../../report/replace-text.js'
import {replaceFlags} from './flags.js'
import {parseReplace, runReplace} from './run.js'

export default class Replace extends BaseCommand {
  static override summary = 'Put new nodes in the places of old ones, living or dead.'
  static override description =
    'Name a node of the cluster, or @profile; also if there is a default profile. Then name the old nodes, and with --with as many new ones. ' +
    'The new nodes join and copy all data first. Then primaries hand over without losing a write, and all nodes forget the old ones. ' +
    'The slots of a dead primary must have another owner before: see failover --force.'
  static override examples = [
    '<%= config.bin %> replace 10.0.0.1:7000 10.0.0.5:7000 --with 10.0.0.9:7000',
    '<%= config.bin %> replace 10.0.0.1:7000 10.0.0.5:7000 10.0.0.5:7001 --with 10.0.0.9:7000 --with 10.0.0.9:7001 --keep-role',
  ]
  static override strict = false
  static override usage = 'replace NODE:PORT OLD... --with NEW:PORT... [--keep-role] [--dry-run] [--json]'
  static override flags = {...connectionFlags, ...replaceFlags}

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Replace)
    const {target, exchanged} = parseReplace(argv as string[], typed)
    const {seed, flags, asked} = await this.asked(typed, target, exchanged.with)
    const outcome = await runReplace({seed, exchanged}, flags, asked)
    return this.concludeChange(
      outcome.status,
      () => changeDocument('replace', outcome, WORDS),
      () => changeText(outcome, {...this.text, proposal: replaceProposalText, brief: replacedText}),
    )
  }
}
