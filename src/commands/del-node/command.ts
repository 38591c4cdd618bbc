import * as Flags from '@oclif/core/flags'
import {formatAddress} from '../../domain/address.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {changeFlags, moveFlags} from '../../cli/move-flags.js'
import {parseRemoval, runDelNode} from './run.js'
import {changeText} from '../../report/change-text.js'
import {delNodeProposalText, removedLines} from '../../report/del-node-text.js'
import {changeJson} from '../../report/json.js'

export default class DelNode extends BaseCommand {
  static override summary = 'Remove nodes from a cluster, dead ones too.'
  static override description =
    'Takes a node of the cluster and then the nodes to remove: ids, beginnings of ids, or host:port. A primary with slots ' +
    'is refused unless --drain moves these to the others first. Its replicas go to the primaries with the fewest. All nodes ' +
    'are made to forget the removed ones at the same time, and these are reset, so that they can join another cluster. Shows what is removed, and which primaries keep no ' +
    'replica, and asks before it does anything.'
  static override examples = [
    '<%= config.bin %> del-node 10.0.0.1:7000 10.0.0.9:7000',
    '<%= config.bin %> del-node 10.0.0.1:7000 4f3a 77b0 --drain --yes',
  ]
  static override strict = false
  static override usage = 'del-node HOST:PORT NODE... [--drain] [--yes] [--dry-run] [--json]'
  static override flags = {
    ...connectionFlags,
    ...moveFlags,
    ...changeFlags,
    drain: Flags.boolean({description: 'Move slots to the primaries that stay, first.', default: false}),
  }

  async run(): Promise<unknown> {
    const {argv, flags} = await this.parse(DelNode)
    const {seed, names} = parseRemoval(argv as string[])
    const view = this.legacy?.delNode?.({names, seed: formatAddress(seed)}, this.text)
    const outcome = await runDelNode({seed, names}, flags, {...(await this.asked(flags, [seed])), view})
    if (view) return this.concludeLines(outcome.status, view.ending(outcome))
    return this.concludeChange(
      outcome.status,
      () => changeJson('del-node', outcome),
      () =>
        changeText(outcome, {
          colour: this.colour,
          proposal: delNodeProposalText,
          done: removedLines,
        }),
    )
  }
}
