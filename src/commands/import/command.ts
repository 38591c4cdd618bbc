import {BaseCommand} from '../../cli/base-command.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {runImport} from './run.js'
import {importFlags} from './flags.js'
import {importDocument} from '../../contract/import-outcome.js'
import {followText} from '../../report/follow-text.js'
import {importText} from '../../report/import-text.js'

export default class Import extends BaseCommand {
  static override summary = 'Import the keys of a server, a Sentinel group, another cluster or an RDB file.'
  static override description =
    'Copies keys with their bytes, types and time to live. With --move, deletes them from the source, and ' +
    'asks first. A database goes into the one with the same number if the cluster has it, otherwise into 0. ' +
    'If the cluster already has a key, the two are compared: the same value counts as imported; another value ' +
    'is reported and not changed, unless --replace or --skip-existing is given. At the end keys are counted ' +
    'and some are compared; if anything is missing, the exit code is 6. To continue an interrupted import, ' +
    'run the same command again. docs/importing.md has the details.'
  static override examples = [
    '<%= config.bin %> import 10.0.0.1:7000 --from 10.0.0.9:6379',
    '<%= config.bin %> import 10.0.0.1:7000 --from sentinel://10.0.0.7:26379,10.0.0.8:26379/mymaster --move',
    '<%= config.bin %> import 10.0.0.1:7000 --from ./dump.rdb --skip-existing',
    '<%= config.bin %> import @new --from @old',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...importFlags}

  protected override get endedAtOnce(): string {
    return 'Imported keys stay in the cluster. To continue, run the same command again.'
  }

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Import)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const outcome = await runImport(seed, flags, {...asked, env: this.env})
    return this.concludeChange(
      outcome.status,
      () => importDocument('import', outcome),
      () => (flags.follow ? followText(outcome, this.text) : importText(outcome, this.text)),
    )
  }
}
