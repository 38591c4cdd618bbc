import {callFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {runCall} from './run.js'
import {partWords} from './words.js'
import {connectionFlags} from '../../cli/flags.js'
import {callText} from './text.js'
import {failedNodes} from '../../report/failed-nodes.js'
import {callDocument} from '../../contract/answers.js'

export default class Call extends BaseCommand {
  static override summary = 'Send a command to all nodes.'
  static override description =
    'Name a node of the cluster, or @profile (also if there is a default profile), and then the command. ' +
    'Sends the command to all nodes in parallel and prints the reply of each node unchanged. Words after the ' +
    "command's name that are not options of clustertool belong to the command; after --, all words do. An " +
    'error reply, also MOVED, and a node that cannot be reached are failures. Failures are named on stderr, ' +
    'and the exit code is 6, or 4 if all nodes answered with an error, or 5 if no node answered.'
  static override examples = [
    '<%= config.bin %> call 10.0.0.5:7000 DBSIZE --only-primaries',
    '<%= config.bin %> call 10.0.0.5:7000 CONFIG GET maxmemory --json',
    '<%= config.bin %> call 10.0.0.5:7000 --node 10.0.0.7:7000 BGSAVE',
    '<%= config.bin %> call 10.0.0.5:7000 -x FUNCTION LOAD REPLACE --only-primaries < library.lua',
    '<%= config.bin %> call 10.0.0.5:7000 -- ECHO --json',
  ]
  static override usage = 'call HOST:PORT [OPTIONS] [--] COMMAND [ARG...]'
  static override strict = false
  static override flags = {...connectionFlags, ...callFlags}

  async run(): Promise<unknown> {
    const {options, words} = partWords(this.argv, {...Call.flags, ...Call.baseFlags, json: {type: 'boolean'}})
    const {flags} = await this.parse(Call, [...options])
    const outcome = await runCall(words, flags, (target) => this.connect(flags, target))
    return this.concludeAnswers(outcome.status, {
      document: () => callDocument(outcome),
      text: () => callText(outcome),
      failed: failedNodes(outcome.answers),
    })
  }
}
