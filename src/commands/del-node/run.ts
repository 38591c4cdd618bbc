import type {DelNodeFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import type {Target} from '../../profiles/target.js'
import {delNode} from '../../operations/del-node.js'
import {delNodeProposalText, removedIds} from '../../report/del-node-text.js'
import {movesOf} from '../../report/plan-text.js'
import {addressesOf} from '../../report/names.js'
import {list} from '../../report/words.js'
import {type Asked, type ChangeView, runChange, toTerminal} from '../../cli/change.js'
import type {LegacyDelNodeView} from '../../cli/legacy-port.js'
import {targetOf} from '../../cli/target.js'
import {changeOptions} from '../../cli/move-flags.js'

/** A node of the cluster, and the names of the nodes to remove. Throws USAGE. */
export function parseRemoval(words: readonly string[]): {target: Target; names: readonly string[]} {
  const [seed, ...names] = words
  if (seed === undefined || names.length === 0) {
    throw new ClusterToolError(
      'USAGE',
      'del-node takes a node of the cluster and then the nodes to remove.',
      {
        hints: ['Example: clustertool del-node 10.0.0.1:7000 10.0.0.9:7000'],
      },
    )
  }
  return {target: targetOf(seed), names}
}

/** Runs del-node with this terminal. */
export function runDelNode(
  {seed, names}: {readonly seed: Address; readonly names: readonly string[]},
  flags: DelNodeFlags,
  {view, ...asked}: Asked & {readonly view: LegacyDelNodeView | undefined},
): Promise<ChangeOutcome> {
  const options = {...changeOptions(flags), drain: flags.drain, ...view?.options}
  const own: ChangeView = {
    show: (proposal) => delNodeProposalText(proposal, asked),
    question: removalQuestion,
  }
  return runChange((context) => delNode(seed, names, options, context), toTerminal(flags, asked), {
    ...(view ?? own),
    yes: flags.yes,
  })
}

function removalQuestion({before, plan}: ChangeProposal): string {
  const names = removedIds(plan).map(addressesOf(before))
  const what = movesOf(plan).length > 0 ? 'Move these slots and remove' : 'Remove'
  return `${what} ${list(names)}? (type 'yes' to accept): `
}
