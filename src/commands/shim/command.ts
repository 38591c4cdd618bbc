import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {invocation} from '../../cli/invocation.js'
import type {ShimName} from '../../cli/legacy-port.js'
import {SHIM_NAMES, writeShim} from './run.js'
import {factsDocument} from '../../contract/local.js'
import {shimText} from '../../report/shim-text.js'

export default class Shim extends BaseCommand {
  static override summary = 'Make scripts that call redis-cli --cluster or redis-trib use clustertool.'
  static override description =
    'Writes a small shell script with that name into a folder. Calls with --cluster go to clustertool, all ' +
    'others to the real program, which is the next one on PATH. A file that is not such a script is not ' +
    'overwritten. docs/migrating.md lists the differences.'
  static override examples = [
    '<%= config.bin %> shim ~/clustertool-shims',
    '<%= config.bin %> shim /opt/shims --name redis-trib.rb',
  ]
  static override args = {
    dir: Args.string({
      description: 'Folder for the script; created if it does not exist.',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    name: Flags.string({description: 'Program to replace.', options: [...SHIM_NAMES], default: 'redis-cli'}),
    force: Flags.boolean({description: 'Overwrite any existing file.', default: false}),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Shim)
    const {name, force} = flags
    const shim = await writeShim(args.dir, {
      name: name as ShimName,
      force,
      root: this.config.root,
      shims: invocation.legacy?.shims,
    })
    return this.conclude(
      () => factsDocument('shim', shim),
      () => shimText(shim),
    )
  }
}
