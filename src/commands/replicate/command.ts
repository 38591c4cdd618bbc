import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {changeDocument} from '../../contract/change.js'
import {changeText} from '../../report/change-text.js'
import {WORDS} from '../../report/document-words.js'
import {replicatedText, replicateProposalText} from '../../report/replicate-text.js'
import {replicateFlags} from './flags.js'
import {parseReplicate, runReplicate} from './run.js'

export default class Replicate extends BaseCommand {
  static override summary = 'Give a replica another primary, or share replicas out evenly.'
  static override description =
    'Name a node of the cluster, or @profile; also if there is a default profile. Then name the replica, and its new primary with --of. ' +
    'It copies all data of that primary, and the command waits until it has. A replica that is the last good copy of its shard beside the primary must stay. ' +
    '--balance moves as few replicas as possible, on other hosts and zones than their primaries where it can, and lets one primary at a time send one copy.'
  static override examples = [
    '<%= config.bin %> replicate 10.0.0.1:7000 10.0.0.5:7000 --of 10.0.0.2:7000',
    '<%= config.bin %> replicate 10.0.0.1:7000 --balance --dry-run',
  ]
  static override strict = false
  static override usage =
    'replicate NODE:PORT REPLICA --of PRIMARY [--dry-run] [--json]\nreplicate NODE:PORT --balance [--dry-run] [--json]'
  static override flags = {...connectionFlags, ...replicateFlags}

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Replicate)
    const {target, goal} = parseReplicate(argv as string[], typed)
    const {seed, flags, asked} = await this.asked(typed, target)
    const outcome = await runReplicate({seed, goal}, flags, asked)
    return this.concludeChange(
      outcome.status,
      () => changeDocument('replicate', outcome, WORDS),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: replicateProposalText,
          brief: replicatedText,
          nothing:
            goal === 'balance'
              ? 'Nothing to do: replicas are shared out evenly.'
              : 'Nothing to do: it follows this primary.',
        }),
    )
  }
}
