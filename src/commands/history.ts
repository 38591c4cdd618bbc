import {BaseCommand} from '../cli/base-command.js'
import {connectionFlags, parseSeed, portArg, seedArg} from '../cli/flags.js'
import {runHistory} from '../cli/history.js'
import {historyText} from '../report/history-text.js'
import {historyJson} from '../report/json.js'

export default class History extends BaseCommand {
  static override summary = 'List what was done to a cluster from this machine.'
  static override description =
    'Reads the journals that every command writes that changes a cluster, in XDG_STATE_HOME/clustertool (usually ' +
    '~/.local/state/clustertool), and lists those of this cluster with outcome and duration.'
  static override examples = ['<%= config.bin %> history 10.0.0.1:7000']
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags}

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(History)
    const seed = parseSeed(args.node, args.port)
    const journals = await runHistory(seed, await this.connection(flags, [seed]))
    return this.conclude(
      () => historyJson(journals),
      () => historyText(journals),
    )
  }
}
