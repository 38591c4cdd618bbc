import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {changeDocument} from '../../contract/change.js'
import {changeText} from '../../report/change-text.js'
import {WORDS} from '../../report/document-words.js'
import {failoverProposalText, failoverText} from '../../report/failover-text.js'
import {failoverFlags} from './flags.js'
import {parseFailover, runFailover} from './run.js'

export default class Failover extends BaseCommand {
  static override summary = 'Make replicas take the place of their primaries.'
  static override description =
    'Name a node of the cluster, or @profile; also if there is a default profile. Then name the replicas, or with --of or --host the primaries. ' +
    'One shard after the other changes roles, and no write is lost: first the replica must have a link and all data. The command measures how long writes were held, ' +
    'waits until every node knows the new roles and the old primary follows, and says whether it had to copy all data again. ' +
    'If the primary is dead, use --force.'
  static override examples = [
    '<%= config.bin %> failover 10.0.0.1:7000 10.0.0.5:7000',
    '<%= config.bin %> failover 10.0.0.1:7000 --host 10.0.0.2 --yes',
    '<%= config.bin %> failover 10.0.0.1:7000 --back',
    '<%= config.bin %> failover 10.0.0.1:7000 10.0.0.5:7000 --force',
  ]
  static override strict = false
  static override usage =
    'failover NODE:PORT [REPLICA...] [--of PRIMARY...] [--host HOST] [--force | --takeover] [--dry-run] [--json]\nfailover NODE:PORT --back'
  static override flags = {...connectionFlags, ...failoverFlags}

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Failover)
    const {target, wish} = parseFailover(argv as string[], typed)
    const {seed, flags, asked} = await this.asked(typed, target)
    const outcome = await runFailover({seed, wish}, flags, asked)
    return this.concludeChange(
      outcome.status,
      () => changeDocument('failover', outcome, WORDS),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: failoverProposalText,
          brief: failoverText,
          nothing: 'Nothing to do: the nodes have these roles already.',
        }),
    )
  }
}
