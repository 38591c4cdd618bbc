import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {runDismiss, runFollow, runHistory} from './run.js'
import {dismissedText, historyText} from './text.js'
import {historyDocument} from '../../contract/history.js'

export default class History extends BaseCommand {
  static override summary = 'List what was done to a cluster from this machine.'
  static override description =
    'Reads the journals that commands write when they change a cluster, and lists those of this cluster with ' +
    'outcome and duration. Shows which operations are running, were killed, or were superseded by a later ' +
    'one. --follow prints what operations do from now on, one line for each event, until Ctrl-C. Journals are in ' +
    'XDG_STATE_HOME/clustertool (usually ~/.local/state/clustertool).'
  static override examples = [
    '<%= config.bin %> history 10.0.0.1:7000',
    '<%= config.bin %> history 10.0.0.1:7000 --follow',
    '<%= config.bin %> history 10.0.0.1:7000 --dismiss 2026-11-21T12-01-03-512Z-reshard-7-0',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    follow: Flags.boolean({
      description:
        'Print events as they are recorded, until Ctrl-C. With --json, one document for each line.',
      exclusive: ['dismiss'],
    }),
    dismiss: Flags.string({
      description:
        'Id of an interrupted operation that resume and fix should ignore from now on. Does not change the cluster.',
    }),
  }

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(History)
    const signal = flags.follow ? this.stopOnInterrupt('No longer following') : undefined
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port), signal)
    if (signal) return runFollow(seed, connection, {signal, json: this.jsonEnabled()})
    if (flags.dismiss !== undefined) {
      const {dismissed, journals} = await runDismiss(seed, flags.dismiss, connection)
      return this.conclude(
        () => historyDocument({...journals, dismissed: dismissed.id}),
        () => dismissedText(dismissed),
      )
    }
    const journals = await runHistory(seed, connection)
    return this.conclude(
      () => historyDocument(journals),
      () => historyText(journals),
    )
  }
}
