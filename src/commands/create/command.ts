import {formatAddress} from '../../domain/address.js'
import {createFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {resolveNodes} from '../../cli/reach.js'
import {createOptions, runCreate} from './run.js'
import {connectionFlags} from '../../cli/flags.js'
import {createDocument} from '../../contract/create.js'
import {WORDS} from '../../report/document-words.js'
import {createText} from '../../report/create-text.js'

export default class Create extends BaseCommand {
  static override summary = 'Create a cluster from empty nodes.'
  static override description =
    'Examines all nodes first, and reports every problem of every node before anything is changed. Then shows ' +
    'the layout and asks. Returns when all nodes agree, replicas are attached and every node reports ok. To ' +
    'finish an interrupted create, run it again with the same nodes in the same order. @profile stands for all ' +
    'seeds of the profile.'
  static override examples = [
    '<%= config.bin %> create --replicas 1 10.0.0.1:7000 10.0.0.2:7000 10.0.0.3:7000 10.0.0.4:7000 10.0.0.5:7000 10.0.0.6:7000',
    '<%= config.bin %> create 10.0.0.1:7000 10.0.0.2:7000 10.0.0.3:7000 --zone 10.0.0.1:7000=a --dry-run --json',
  ]
  static override strict = false
  static override usage = 'create HOST:PORT... [--replicas N] [--yes] [--dry-run] [--json]'
  static override flags = {...connectionFlags, ...createFlags}

  async run(): Promise<unknown> {
    const {argv, flags: given} = await this.parse(Create)
    const {nodes, profile} = await resolveNodes(argv as string[], this.env)
    const wish = createOptions(nodes, given)
    const {flags, asked} = await this.askedAbout(given, nodes, profile)
    const options = {...wish, joinLimitMs: flags['join-timeout'] * 1000}
    const typed = {addresses: nodes.map(formatAddress), replicas: options.replicas}
    const view = this.legacy?.create?.(typed, this.text)
    const outcome = await runCreate(nodes, options, {...asked, yes: flags.yes, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => createDocument(outcome, WORDS),
      () => createText(outcome, this.text),
    )
  }
}
