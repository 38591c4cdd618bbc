import {formatAddress} from '../../domain/address.js'
import {addNodeFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {parseNodes, runAddNode} from './run.js'
import {ADDED, addedText, addNodeProposalText} from './text.js'
import {changeText} from '../../report/change-text.js'
import {changeDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class AddNode extends BaseCommand {
  static override summary = 'Add nodes to a cluster, as primaries without slots or as replicas.'
  static override description =
    'Name one or more new nodes, and then a node of the cluster, or @profile; also if there is a default profile. All new nodes are examined first, and every ' +
    'problem of every node is reported before anything is changed. New primaries get the functions of the ' +
    'cluster. New replicas go to the primaries with the fewest replicas, on another host and in another zone ' +
    'where possible. This command does not ask. To finish an interrupted run, run it again.'
  static override examples = [
    '<%= config.bin %> add-node 10.0.0.9:7000 10.0.0.1:7000',
    '<%= config.bin %> add-node 10.0.0.8:7000 10.0.0.9:7000 10.0.0.1:7000 --replica',
    '<%= config.bin %> add-node 10.0.0.9:7000 10.0.0.1:7000 --replica --primary-id 4f3a --dry-run',
  ]
  static override strict = false
  static override usage =
    'add-node NEW:PORT... EXISTING:PORT [--replica [--primary-id NODE]] [--dry-run] [--json]'
  static override flags = {...connectionFlags, ...addNodeFlags}

  async run(): Promise<unknown> {
    const {argv, flags: given} = await this.parse(AddNode)
    const words = argv as string[]
    const {nodes, target} = parseNodes(words)
    const {seed, flags, asked} = await this.asked(given, target, nodes)
    const typed = {
      nodes: nodes.map(formatAddress),
      seed: formatAddress(seed),
      asReplicas: flags.replica,
      namesPrimary: flags['primary-id'] !== undefined,
    }
    const view = this.legacy?.addNode?.(typed, this.text)
    const outcome = await runAddNode({nodes, seed}, flags, {...asked, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeDocument('add-node', outcome, WORDS),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: (proposal, options) => addNodeProposalText(proposal, words.slice(0, -1), options),
          done: () => [ADDED],
          brief: (proposal) => addedText(proposal, words.slice(0, -1)),
          nothing: 'Nothing to do: all nodes are already members.',
        }),
    )
  }
}
