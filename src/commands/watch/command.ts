import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg, zoneFlags} from '../../cli/flags.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {endEvenIfUnread} from '../../cli/streams.js'
import {targetOf} from '../../cli/target.js'
import {parseInterval, watchFlags} from './flags.js'

export default class Watch extends BaseCommand {
  static override summary = 'Show a cluster live: nodes, load, replication, findings, moves.'
  static override description =
    'Takes the whole terminal, from 80x24 on, and reads the cluster every second: a line for each shard and node, ' +
    'what a check finds and since when, moves of slots by anybody, and a line for each change of roles, slots and ' +
    'members. Press h for the keys and q to end. It only reads.\n\n' +
    'Without a terminal, and with --json, it prints a document in a line for each reading. A node that does not ' +
    'answer does not delay the others. If NODE itself is lost, it goes on through another node.'
  static override examples = [
    '<%= config.bin %> watch 10.0.0.5:7000',
    '<%= config.bin %> watch 10.0.0.5:7000 --interval 5s',
    '<%= config.bin %> watch 10.0.0.5:7000 --once',
    "<%= config.bin %> watch 10.0.0.5:7000 --json | jq -c '.outcome.events[]'",
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...zoneFlags, ...watchFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Watch)
    const intervalMs = parseInterval(flags.interval)
    const signal = this.stopOnInterrupt('')
    const {seed, nodes, connection} = await this.connect(flags, targetOf(args.node, args.port), signal)
    const json = this.jsonEnabled()
    const {colour, text} = this
    const otherSeeds = nodes.filter((node) => node !== seed)
    const context = {seed, otherSeeds, connection, intervalMs, signal, colour, ignore: this.ignoredByProfile}
    if (flags.once) {
      const {watchOnce} = await import('./once.js')
      const once = await watchOnce(context, text.width)
      endEvenIfUnread(signal)
      if (once) return this.conclude(once.document, once.toText, once.exitCode)
      process.exitCode = EXIT_CODES.CANCELLED
      return undefined
    }
    const isScreen = !json && process.stdout.isTTY && process.env['TERM'] !== 'dumb'
    const {watchOnScreen, watchInLines} = await import('./run.js')
    process.exitCode = await (isScreen ? watchOnScreen(context) : watchInLines(context))
    return undefined
  }
}
