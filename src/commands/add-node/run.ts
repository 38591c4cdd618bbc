import type {AddNodeFlags} from './flags.js'
import {formatAddress, parseAddress, type TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import type {Target} from '../../profiles/target.js'
import {addNode} from '../../operations/add-node.js'
import {addNodeProposalText} from './text.js'
import {type Asked, type ChangeView, runChange, toTerminal} from '../../cli/change.js'
import {targetOf} from '../../cli/target.js'
import {changeOptions} from '../../cli/move-flags.js'

/** The new nodes, and the node of the cluster, which comes last and may be a profile. Throws USAGE. */
export function parseNodes(words: readonly string[]): {nodes: TypedAddress[]; target: Target} {
  const nodes = words.slice(0, -1).map(parseAddress)
  const target = targetOf(words.at(-1))
  if (nodes.length === 0) {
    throw new ClusterToolError(
      'USAGE',
      'add-node takes one or more new nodes and then a node of the cluster.',
      {
        hints: ['Example: clustertool add-node 10.0.0.9:7000 10.0.0.1:7000'],
      },
    )
  }
  return {nodes, target}
}

/** Runs add-node with this terminal. It does not ask. */
export function runAddNode(
  {nodes, seed}: {readonly nodes: readonly TypedAddress[]; readonly seed: TypedAddress},
  flags: AddNodeFlags,
  {view, ...asked}: Asked & {readonly view: ChangeView | undefined},
): Promise<ChangeOutcome> {
  const primary = flags['primary-id']
  if (primary !== undefined && !flags.replica) {
    throw new ClusterToolError(
      'USAGE',
      '--primary-id names the primary of new replicas, and needs --replica.',
    )
  }
  const options = {...changeOptions(flags), asReplicas: flags.replica, primary}
  const own: ChangeView = {
    show: (proposal) => addNodeProposalText(proposal, nodes.map(formatAddress), asked),
    question: undefined,
  }
  return runChange((context) => addNode(nodes, seed, options, context), toTerminal(flags, asked), {
    ...(view ?? own),
    yes: flags.yes,
  })
}
