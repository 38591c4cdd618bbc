import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {invocation} from '../../cli/invocation.js'
import type {ShimName} from '../../cli/legacy-port.js'
import {SHIM_NAMES, writeShim} from './run.js'
import {shimJson} from '../../report/json.js'
import {shimText} from '../../report/shim-text.js'

export default class Shim extends BaseCommand {
  static override summary = 'Let scripts that call redis-cli --cluster or redis-trib run this.'
  static override description =
    'Writes a small shell script by that name into a folder. Calls with --cluster go to clustertool, all others to the real ' +
    'program, which is the next one on PATH. A file that is not such a script is left alone. docs/migrating.md lists what ' +
    'is different then.'
  static override examples = [
    '<%= config.bin %> shim ~/clustertool-shims',
    '<%= config.bin %> shim /opt/shims --name redis-trib.rb',
  ]
  static override args = {
    dir: Args.string({description: 'Folder to write it into; made if need be.', ignoreStdin: true}),
  }
  static override flags = {
    name: Flags.string({description: 'Which program.', options: [...SHIM_NAMES], default: 'redis-cli'}),
    force: Flags.boolean({description: 'Overwrite whatever is there.', default: false}),
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
      () => shimJson(shim),
      () => shimText(shim),
    )
  }
}
