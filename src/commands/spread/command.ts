import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg, zoneFlags} from '../../cli/flags.js'
import {changeFlags} from '../../cli/move-flags.js'
import {targetOf} from '../../cli/target.js'
import {spreadDocument} from '../../contract/spread.js'
import {changeText} from '../../report/change-text.js'
import {WORDS} from '../../report/document-words.js'
import {namesOf} from '../../report/names.js'
import {spreadDoneText, spreadText} from '../../report/spread-text.js'
import {spreadWords} from '../../report/spread-words.js'
import {runSpread} from './run.js'

export default class Spread extends BaseCommand {
  static override summary = 'Show which hosts and zones can be lost, and place nodes so that any can.'
  static override description =
    'A table says what the loss of each place would mean: shards without a copy, and no majority. Then the cheapest way to mend it: changes of roles, replicas that get other primaries, and what only new nodes can give. ' +
    'It asks before it changes anything; --dry-run only looks.'
  static override examples = [
    '<%= config.bin %> spread 10.0.0.1:7000 --dry-run',
    '<%= config.bin %> spread 10.0.0.1:7000 --zone 10.0.0.1=east --zone 10.0.0.2=west --zone 10.0.0.3=north',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...zoneFlags,
    ...changeFlags,
    for: Flags.option({
      description: 'Which places count: hosts, or zones and then hosts. Default: zones if any node has one.',
      options: ['hosts', 'zones'] as const,
    })(),
  }

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Spread)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const {plan, outcome} = await runSpread(seed, flags, asked)
    const nameOf = namesOf(outcome.before)
    return this.concludeChange(
      outcome.status,
      () =>
        spreadDocument(plan, {
          nodes: outcome.before.nodes,
          spreadWords: spreadWords(nameOf),
          words: WORDS,
          change: outcome,
        }),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: () => spreadText(plan, nameOf, this.text),
          brief: () => spreadDoneText(plan),
          nothing: spreadText(plan, nameOf, this.text),
        }),
    )
  }
}
