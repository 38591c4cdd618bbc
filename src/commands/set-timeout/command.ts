import {BaseCommand} from '../../cli/base-command.js'
import {parseTimeout, runConfigure} from '../config/run.js'
import {connectionFlags} from '../../cli/flags.js'
import {wordsOf} from '../../cli/target.js'
import {timeoutText} from '../config/text.js'
import {failedConfigured} from '../../report/failed-nodes.js'
import {configureDocument} from '../../contract/answers.js'

export default class SetTimeout extends BaseCommand {
  static override summary = 'Set the node timeout of all nodes.'
  static override description =
    'Sets cluster-node-timeout on all nodes in parallel and writes it to their configuration files. Nodes ' +
    'that cannot be reached do not prevent it on the others. If a node cannot write the setting (a server may ' +
    'run without a configuration file), it is lost when the node restarts. If anything fails, the exit code ' +
    'is 6, or 4 or 5 if nothing was changed. Without a node, the default profile is used.'
  static override examples = ['<%= config.bin %> set-timeout 10.0.0.5:7000 15000']
  static override usage = 'set-timeout [HOST:PORT] MILLISECONDS'
  static override strict = false
  static override flags = {...connectionFlags}

  async run(): Promise<unknown> {
    const parsed = await this.parse(SetTimeout)
    const {flags} = parsed
    const setting = parseTimeout(wordsOf(parsed))
    const outcome = await runConfigure(setting, await this.connect(flags, setting.target))
    return this.concludeAnswers(outcome.status, {
      document: () => configureDocument('set-timeout', outcome),
      text: () => timeoutText(outcome),
      failed: failedConfigured(outcome.answers),
    })
  }
}
