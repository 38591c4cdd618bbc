import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {parseSetting, runConfigure} from './run.js'
import {connectionFlags} from '../../cli/flags.js'
import {wordsOf} from '../../cli/target.js'
import {configureText} from './text.js'
import {failedConfigured} from '../../report/failed-nodes.js'
import {configureDocument} from '../../contract/answers.js'

export default class ConfigSet extends BaseCommand {
  static override summary = 'Change a setting on all nodes.'
  static override description =
    'Checks first that every node that answers has the setting; if not, nothing is changed. Then sets it on ' +
    'all nodes in parallel and writes it to their configuration files. Passwords are shown as ***. If ' +
    'anything fails, also the writing, the exit code is 6, or 4 or 5 if nothing was changed. Put -- before a ' +
    'value that starts with dashes. Without a node, the default profile is used.'
  static override examples = [
    '<%= config.bin %> config set 10.0.0.5:7000 maxmemory 4gb',
    '<%= config.bin %> config set 10.0.0.5:7000 slowlog-log-slower-than -1 --no-rewrite',
  ]
  static override usage = 'config set [HOST:PORT] NAME VALUE'
  static override strict = false
  static override flags = {
    ...connectionFlags,
    'no-rewrite': Flags.boolean({
      description: 'Do not write the setting to configuration files. It is lost when a node restarts.',
    }),
  }

  async run(): Promise<unknown> {
    const parsed = await this.parse(ConfigSet)
    const {flags} = parsed
    const setting = parseSetting(wordsOf(parsed), !flags['no-rewrite'])
    const outcome = await runConfigure(setting, await this.connect(flags, setting.target))
    return this.concludeAnswers(outcome.status, {
      document: () => configureDocument('config set', outcome),
      text: () => configureText(outcome),
      failed: failedConfigured(outcome.answers),
    })
  }
}
