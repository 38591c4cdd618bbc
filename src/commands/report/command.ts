import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg, zoneFlags} from '../../cli/flags.js'
import {targetOf} from '../../cli/target.js'

export default class Report extends BaseCommand {
  static override summary = 'Write everything about a cluster to one HTML file, for a ticket.'
  static override description =
    'Verdict, findings with advice, slots, nodes, balance, placement, replication, settings that differ, versions, and what was done from this machine. ' +
    'The file needs nothing from elsewhere and has no scripts. Only its owner may read it, because it holds addresses and settings. ' +
    'The exit code says whether it was written; for the state of the cluster, use check.'
  static override examples = [
    '<%= config.bin %> report 10.0.0.1:7000 --out report.html',
    '<%= config.bin %> report 10.0.0.1:7000 --out report.html --big-keys --slow-log',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...zoneFlags,
    out: Flags.string({description: 'The file to write.', required: true}),
    force: Flags.boolean({description: 'Replace the file if it exists.', default: false}),
    'big-keys': Flags.boolean({
      description: 'Also look for the biggest keys, on a replica of each shard if it has one.',
      default: false,
    }),
    'scan-time': Flags.string({
      description: 'How long --big-keys looks, such as 30s or 5m. Default: 10s.',
    }),
    'slow-log': Flags.boolean({
      description: 'Also list slow commands. Their arguments are keys and values of your data.',
      default: false,
    }),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Report)
    const {runReport, parseReport} = await import('./run.js')
    const {reportDocument} = await import('../../contract/report.js')
    const wish = parseReport(flags)
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port))
    const written = await runReport(seed, wish, {
      connection,
      version: this.config.version,
      argv: this.connectionArgv,
      ignore: this.ignoredByProfile,
    })
    return this.conclude(
      () => reportDocument(written),
      () => `The report was written to ${written.file}: ${written.verdict}.`,
    )
  }
}
