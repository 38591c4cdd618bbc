import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, parseSeed, portArg, seedArg} from '../../cli/flags.js'
import {runImport} from './run.js'
import {importFlags} from './flags.js'
import {importJson} from '../../report/json-import.js'
import {importText} from '../../report/import-text.js'

export default class Import extends BaseCommand {
  static override summary =
    'Bring the keys of a server, a Sentinel group, another cluster or an RDB file into a cluster.'
  static override description =
    'Keys keep their bytes, types and time to live. They are copied; with --move the source loses them, and that is asked first. ' +
    'Databases go into those of the same number where the cluster has them, else into 0. A key that the cluster has already ' +
    'is compared: the same value is as good as imported, another one is told and left as it is unless --replace or ' +
    '--skip-existing says otherwise. Afterwards keys are counted and some compared; anything that is missing ends with exit ' +
    'code 6. An import that was broken off is gone on with by the same command. docs/importing.md says how it works.'
  static override examples = [
    '<%= config.bin %> import 10.0.0.1:7000 --from 10.0.0.9:6379',
    '<%= config.bin %> import 10.0.0.1:7000 --from sentinel://10.0.0.7:26379,10.0.0.8:26379/mymaster --move',
    '<%= config.bin %> import 10.0.0.1:7000 --from ./dump.rdb --skip-existing',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...importFlags}

  protected override get endedAtOnce(): string {
    return 'Keys that have arrived stay where they are: run the same command again to go on.'
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Import)
    const seed = parseSeed(args.node, args.port)
    const outcome = await runImport(seed, flags, await this.asked(flags, [seed]))
    return this.concludeChange(
      outcome.status,
      () => importJson(outcome),
      () => importText(outcome, {colour: this.colour}),
    )
  }
}
