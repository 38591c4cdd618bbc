import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../cli/base-command.js'
import {completionScript, SHELLS} from './run.js'

export default class Completion extends BaseCommand {
  static override enableJsonFlag = false
  static override summary = 'Print a script that completes commands, flags, nodes and operations in a shell.'
  static override description =
    'For bash and zsh, evaluate the output in the startup file of the shell. For fish, save it in its ' +
    'completions folder. The scripts are also in the folder completions of the package.'
  static override usage = 'completion bash|zsh|fish'
  static override examples = [
    'eval "$(<%= config.bin %> completion bash)"',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
  ]
  static override args = {
    shell: Args.string({description: 'The shell.', options: [...SHELLS], ignoreStdin: true}),
  }

  static override flags = {}

  async run(): Promise<void> {
    const {args} = await this.parse(Completion)
    process.stdout.write(await completionScript(args.shell, this.config.root))
  }
}
