import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {figureFlags} from '../../cli/figure-flags.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {wideFlag} from '../../cli/output-flags.js'
import {targetOf} from '../../cli/target.js'

export default class MapSlots extends BaseCommand {
  static override summary =
    'Draw the 16,384 slots: who owns them, or which have the most keys, memory or load.'
  static override description =
    'Each primary has a letter and a colour. Slots without an owner, with several, or open are always visible, even one among all. ' +
    '--by shows a value for each slot instead. --svg draws the same picture to a file.'
  static override examples = [
    '<%= config.bin %> map 10.0.0.1:7000',
    '<%= config.bin %> map 10.0.0.1:7000 --by keys',
    '<%= config.bin %> map 10.0.0.1:7000 --by memory --sample 100',
    '<%= config.bin %> map 10.0.0.1:7000 --svg slots.svg',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...wideFlag,
    by: Flags.option({
      description:
        'What to show: owner; keys; memory, estimated from some keys where the servers do not count it; ops, the CPU time of commands, measured for a second (needs cluster-slot-stats-enabled).',
      options: ['owner', 'keys', 'memory', 'ops'] as const,
      default: 'owner',
    })(),
    sample: figureFlags.sample,
    svg: Flags.string({description: 'Also draw the picture to this file, as SVG.'}),
    force: Flags.boolean({description: 'Replace the file of --svg if it exists.', default: false}),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(MapSlots)
    const {runMap} = await import('./run.js')
    const {mapText} = await import('../../report/map/map-text.js')
    const {mapDocument} = await import('../../contract/map.js')
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port))
    const outcome = await runMap(seed, flags, connection)
    return this.conclude(
      () => mapDocument(outcome, flags.svg),
      () => mapText(outcome, this.text),
    )
  }
}
