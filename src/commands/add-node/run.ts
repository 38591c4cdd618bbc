import {formatAddress, parseAddress, type TypedAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {addNode, type AddNodeOptions} from '../../operations/add-node.js'
import {addNodeProposalText} from './text.js'
import {oldCheckLines} from '../../report/old/check-lines.js'
import type {TellEvent} from '../../report/old/first-of-kind.js'
import {addingLines, oldAddProposal, tellAdd} from '../../report/old/member-lines.js'
import type {OldOptions} from '../../report/old/words.js'
import {type Asked, printLines, runChange, toTerminal} from '../../cli/change.js'
import {type ChangeFlags, changeOptions} from '../../cli/move-flags.js'

export type AddNodeFlags = ChangeFlags & {
  readonly replica: boolean
  readonly 'primary-id': string | undefined
}

/** The new nodes, and the node of the cluster, which comes last. Throws USAGE. */
export function parseNodes(words: readonly string[]): {nodes: TypedAddress[]; seed: TypedAddress} {
  const addresses = words.map(parseAddress)
  const seed = addresses.at(-1)
  if (!seed || addresses.length < 2) {
    throw new ClusterToolError(
      'USAGE',
      'add-node takes one or more new nodes and then a node of the cluster.',
      {
        hints: ['Such as: clustertool add-node 10.0.0.9:7000 10.0.0.1:7000'],
      },
    )
  }
  return {nodes: addresses.slice(0, -1), seed}
}

/** Runs add-node with this terminal. Like older tools, it does not ask. */
export function runAddNode(
  {nodes, seed}: ReturnType<typeof parseNodes>,
  flags: AddNodeFlags,
  asked: Asked,
): Promise<ChangeOutcome> {
  const primary = flags['primary-id']
  if (primary !== undefined && !flags.replica) {
    throw new ClusterToolError(
      'USAGE',
      '--primary-id names the primary of new replicas, and needs --replica.',
    )
  }
  const options = {...changeOptions(flags), asReplicas: flags.replica, primary}
  const {colour, style} = asked
  if (style) return runOldAddNode({nodes, seed}, {flags, options, asked}, {colour, style})
  return runChange((context) => addNode(nodes, seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => addNodeProposalText(proposal, nodes.map(formatAddress), {colour}),
    question: undefined,
    yes: flags.yes,
  })
}

function runOldAddNode(
  {nodes, seed}: ReturnType<typeof parseNodes>,
  {
    flags,
    options,
    asked,
  }: {readonly flags: AddNodeFlags; readonly options: AddNodeOptions; readonly asked: Asked},
  old: OldOptions,
): Promise<ChangeOutcome> {
  const typed = nodes.map(formatAddress)
  const joining = {typed, asReplicas: flags.replica, isChosen: options.primary === undefined}
  let tell: TellEvent | undefined
  printLines(addingLines(typed, formatAddress(seed)))
  return runChange((context) => addNode(nodes, seed, options, context), toTerminal(flags, asked), {
    show(proposal) {
      tell = tellAdd(proposal, joining)
      const lines = oldAddProposal(proposal, joining, old)
      return lines.length > 0 ? lines.join('\n') : undefined
    },
    question: undefined,
    yes: flags.yes,
    old: {
      look: (snapshot, findings) =>
        oldCheckLines({snapshot, findings, searchedOwners: false}, old, {keys: false, nodes: true}),
      event: (event) => tell?.(event) ?? [],
    },
  })
}
