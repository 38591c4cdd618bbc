import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg, zoneFlags} from '../../cli/flags.js'
import {endEvenIfUnread} from '../../cli/streams.js'
import {targetOf} from '../../cli/target.js'
import {ClusterToolError, EXIT_CODES} from '../../domain/errors.js'
import {errorText} from '../../report/error-text.js'
import {metricsFlags, parseMetrics} from './flags.js'
import {type MetricsContext, readMetrics, serveReadings} from './run.js'

export default class Metrics extends BaseCommand {
  static override enableJsonFlag = false
  static override summary = 'Give Prometheus metrics of a whole cluster.'
  static override description =
    'Prints them once, writes them to a file (--textfile), or serves them (--listen). Each scrape reads all nodes ' +
    'again. If the cluster does not answer, clustertool_up is 0 and the exit code is 5; --listen goes on. Any other ' +
    'state of the cluster, however bad, ends with 0: the metrics say it. docs/metrics.md lists the metrics, with ' +
    'alert rules and a dashboard.'
  static override examples = [
    '<%= config.bin %> metrics 10.0.0.1:7000',
    '<%= config.bin %> metrics 10.0.0.1:7000,10.0.0.2:7000 --listen 127.0.0.1:9121',
    '<%= config.bin %> metrics @prod --label cluster=prod --textfile /var/lib/node_exporter/prod.prom',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...zoneFlags, ...metricsFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Metrics)
    const words = parseMetrics(flags)
    const {listen, textfile} = words
    const signal = this.stopOnInterrupt('Ending')
    const {nodes, connection} = await this.connectAll(flags, targetOf(args.node, args.port), signal)
    const {ignoredByProfile: ignore} = this
    const context: MetricsContext = {connection, signal, ignore, version: this.config.version}
    if (listen) {
      await serveReadings(nodes, {...words, listen}, context)
      return endEvenIfUnread(signal)
    }
    const {body, failure} = await readMetrics(nodes, words, context)
    if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.')
    if (textfile !== undefined) {
      const {writeTextfile} = await import('../../metrics/textfile.js')
      await writeTextfile(textfile, body)
    }
    const err = failure === undefined ? [] : [errorText({message: failure, hints: []})]
    const out = textfile === undefined ? [body.trimEnd()] : []
    endEvenIfUnread(signal)
    this.endWith({out, err}, failure === undefined ? 0 : EXIT_CODES.UNREACHABLE)
  }
}
