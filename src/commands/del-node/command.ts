import {formatAddress} from '../../domain/address.js'
import {delNodeFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {parseRemoval, runDelNode} from './run.js'
import {changeText} from '../../report/change-text.js'
import {delNodeProposalText, removedLines, removedText} from '../../report/del-node-text.js'
import {changeDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'

export default class DelNode extends BaseCommand {
  static override summary = 'Remove nodes from a cluster, including dead nodes.'
  static override description =
    'Name a node of the cluster, or @profile (also if there is a default profile), and then the nodes to remove: ids, beginnings of ids, or host:port. A ' +
    'primary that owns slots is refused, unless --drain first moves its slots to the other primaries. Its ' +
    'replicas go to the primaries with the fewest replicas. All nodes forget the removed nodes at the same ' +
    'time, and the removed nodes are reset, so that they can join another cluster. Before it does anything, ' +
    'the command shows which nodes are removed and which primaries will have no replica, and asks.'
  static override examples = [
    '<%= config.bin %> del-node 10.0.0.1:7000 10.0.0.9:7000',
    '<%= config.bin %> del-node 10.0.0.1:7000 4f3a 77b0 --drain --yes',
  ]
  static override strict = false
  static override usage = 'del-node HOST:PORT NODE... [--drain] [--yes] [--dry-run] [--json]'
  static override flags = {...connectionFlags, ...delNodeFlags}

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(DelNode)
    const {target, names} = parseRemoval(argv as string[])
    const {seed, flags, asked} = await this.asked(typed, target)
    const view = this.legacy?.delNode?.({names, seed: formatAddress(seed)}, this.text)
    const outcome = await runDelNode({seed, names}, flags, {...asked, view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeDocument('del-node', outcome, WORDS),
      () =>
        changeText(outcome, {
          ...this.text,
          proposal: delNodeProposalText,
          done: removedLines,
          brief: removedText,
        }),
    )
  }
}
