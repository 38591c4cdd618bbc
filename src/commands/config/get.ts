import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {parseNames, runSettings} from './run.js'
import {connectionFlags} from '../../cli/flags.js'
import {wordsOf} from '../../cli/target.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {differs} from '../../domain/setting.js'
import {failedNodes} from '../../report/failed-nodes.js'
import {settingsDocument} from '../../contract/answers.js'
import {settingsText} from './settings-text.js'

export default class ConfigGet extends BaseCommand {
  static override summary = 'Show settings of all nodes, and which nodes differ.'
  static override description =
    'Takes names of settings, and patterns as in CONFIG GET. The last lines say which nodes differ; with ' +
    '--strict, the exit code is then 3. Passwords are shown as ***. If nodes do not answer, the exit code is ' +
    '6. Without a node, the default profile is used.'
  static override examples = [
    '<%= config.bin %> config get 10.0.0.5:7000 maxmemory',
    "<%= config.bin %> config get 10.0.0.5:7000 'cluster-*' save --strict",
  ]
  static override usage = 'config get [HOST:PORT] NAME...'
  static override strict = false
  static override flags = {
    ...connectionFlags,
    strict: Flags.boolean({description: 'End with exit code 3 if nodes differ.'}),
  }

  async run(): Promise<unknown> {
    const parsed = await this.parse(ConfigGet)
    const {flags} = parsed
    const names = parseNames(wordsOf(parsed))
    const outcome = await runSettings(names, await this.connect(flags, names.target))
    const unequal = flags.strict && outcome.status === 'done' && outcome.settings.some(differs)
    return this.concludeAnswers(
      outcome.status,
      {
        document: () => settingsDocument(outcome),
        text: () => settingsText(outcome),
        failed: failedNodes(outcome.answers),
      },
      unequal ? EXIT_CODES.UNHEALTHY : undefined,
    )
  }
}
