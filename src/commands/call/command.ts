import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {runCall} from './run.js'
import {partWords} from './words.js'
import {connectionFlags} from '../../cli/flags.js'
import {callText} from './text.js'
import {failedNodes} from '../../report/failed-nodes.js'
import {callJson} from '../../report/json.js'

export default class Call extends BaseCommand {
  static override summary = 'Send one command to all nodes.'
  static override description =
    'The command goes to all nodes side by side, word for word, and each reply is printed as it came. Words after the ' +
    "command's name that are no options of clustertool belong to the command; after -- all of them do. Errors count as " +
    'failures, MOVED too, and so do nodes that cannot be reached: a sentence on stderr names them all, and the exit code ' +
    'is 6, or 4 when all nodes answered with an error, or 5 when no node answered.'
  static override examples = [
    '<%= config.bin %> call 10.0.0.5:7000 DBSIZE --only-primaries',
    '<%= config.bin %> call 10.0.0.5:7000 CONFIG GET maxmemory --json',
    '<%= config.bin %> call 10.0.0.5:7000 -x FUNCTION LOAD REPLACE --only-primaries < library.lua',
    '<%= config.bin %> call 10.0.0.5:7000 -- ECHO --json',
  ]
  static override usage = 'call HOST:PORT [OPTIONS] [--] COMMAND [ARG...]'
  static override strict = false
  static override flags = {
    ...connectionFlags,
    'only-primaries': Flags.boolean({
      description: 'Only the primaries.',
      aliases: ['only-masters'],
      exclusive: ['only-replicas'],
    }),
    'only-replicas': Flags.boolean({description: 'Only the replicas.', exclusive: ['only-primaries']}),
    stdin: Flags.boolean({
      char: 'x',
      description: 'The last argument is what standard input holds, byte for byte.',
      exclusive: ['askpass'],
    }),
  }

  async run(): Promise<unknown> {
    const {options, words} = partWords(this.argv, {...Call.flags, ...Call.baseFlags, json: {type: 'boolean'}})
    const {flags} = await this.parse(Call, [...options])
    const outcome = await runCall(words, flags, (seed) => this.connection(flags, [seed]))
    return this.concludeAnswers(outcome.status, {
      document: () => callJson(outcome),
      text: () => callText(outcome),
      failed: failedNodes(outcome.answers),
    })
  }
}
