import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {targetOf} from '../../cli/target.js'
import {changeDocument} from '../../contract/change.js'
import {changeText} from '../../report/change-text.js'
import {WORDS} from '../../report/document-words.js'
import {rolledText, rollProposalText} from '../../report/roll-text.js'
import {rollFlags} from './flags.js'
import {runRoll} from './run.js'

export default class Roll extends BaseCommand {
  static override summary = 'Restart or upgrade the nodes one after the other, while the cluster is served.'
  static override description =
    'Shard by shard: each replica is restarted with your command, then one of them takes the place of the primary, which is restarted as a replica. ' +
    'Before each restart, all other nodes must be well. After it, the node must be a new process of the wanted version with the same id, must have all data of its primary, and every node must know it. ' +
    'Otherwise the roll stops, and the cluster is served without that node; resume continues.'
  static override examples = [
    `<%= config.bin %> roll 10.0.0.1:7000 --restart "ssh {host} systemctl restart redis@{port}" --dry-run`,
    `<%= config.bin %> roll 10.0.0.1:7000 --restart "ssh {host} upgrade-redis {port}" --version-to 8.0 --back --yes`,
    `<%= config.bin %> roll 10.0.0.1:7000 --restart "ssh {host} reboot-redis {port}" --only 10.0.0.4`,
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...rollFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Roll)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const outcome = await runRoll(seed, flags, asked)
    return this.concludeChange(
      outcome.status,
      () => changeDocument('roll', outcome, WORDS),
      () => changeText(outcome, {...this.text, proposal: rollProposalText, brief: rolledText}),
    )
  }
}
